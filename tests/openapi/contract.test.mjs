// No response of the reference server leaves the published documents, whatever the suite sends it; and where one does, it is found.
// PITBOSS_PROGRAM is the program, PITBOSS_SCHEMAS the folder `schemas`.
import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {documentFiles, readDocument} from './documents.mjs';
import {Judge} from './judge.mjs';
import {probe} from './probes.mjs';
import {JudgingProxy} from './proxy.mjs';
import {readdress, runSuite, startServer} from './reference_server.mjs';

const program = process.env.PITBOSS_PROGRAM;
// The sandbox is in no contract, and off in these runs.
const contractFiles = documentFiles(process.env.PITBOSS_SCHEMAS).filter(file => !file.endsWith(join('sandbox', 'openapi.yaml')));
const documents = await Promise.all(contractFiles.map(readDocument));

async function inTemporaryFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'pitboss-openapi-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, {recursive: true});
  }
}

/** Starts the server with these options behind a proxy that judges by `judge`, and does `work` with both. */
function behindProxy(judge, options, work) {
  return inTemporaryFolder(async folder => {
    const server = await startServer(program, folder, options);
    const proxy = new JudgingProxy(server.url, judge);
    try {
      const url = await proxy.listen();
      readdress(server.targetFile, server.url, url);
      const result = await work({folder, url, targetFile: server.targetFile});
      return {result, judged: proxy.judged, violations: [...new Set(proxy.violations)]};
    } finally {
      proxy.close();
      await server.stop();
    }
  });
}

const judge = new Judge(documents);

test('no response to the suite leaves the documents', async t => {
  // The suite waits for one window of the rate limit to end.
  const {result, judged, violations} = await behindProxy(judge, ['--feed-rate-window', '20'], ({folder, targetFile}) =>
    runSuite(program, targetFile, folder, []));
  t.diagnostic(`${judged} responses judged`);
  assert.deepEqual(violations, []);
  assert.equal(result.code, 0, result.output);
});

test('the documented statuses that the suite left out are as documented', async () => {
  const ask = ({url, targetFile}) => probe(url, targetFile, judge.unseen().filter(one => !one.endsWith(' 429')));
  assert.deepEqual((await behindProxy(judge, [], ask)).violations, []);
  const askOften = async ({url, targetFile}) => {
    const limited = judge.unseen().filter(one => one.endsWith(' 429'));
    await probe(url, targetFile, [...limited, ...limited]);
  };
  assert.deepEqual((await behindProxy(judge, ['--feed-rate-limit', '1', '--feed-rate-window', '3600'], askOften)).violations, []);
});

test('every documented status of every operation was seen', () => {
  // A 500 takes a server that fails, a 503 a disk or a database that does.
  assert.deepEqual(judge.unseen().filter(one => !/ 50[03]$/.test(one)), []);
});

// Faults of the reference server that take a response out of the document, each in another way.
const faults = [
  {fault: 'errors-without-message', requirement: 'wallet.errors.body',
   violation: /^POST \/v1\/\w+, status 40[01]: the body, at \/error: must have required property 'message'$/},
  {fault: 'content-type-text-plain', requirement: 'wallet.http.json-content-type',
   violation: /^POST \/v1\/\w+, status 200: the Content-Type is text\/plain; documented is application\/json$/},
  {fault: 'bad-page-sizes-answered-400', requirement: 'feed.list.bad-per-page',
   violation: /^GET \/api\/v1\/igaming\/[\w-]+, status 400: the status is not documented; documented are 200, 401/},
];
for (const {fault, requirement, violation} of faults) {
  test(`the fault ${fault} leaves the document`, async () => {
    const {violations} = await behindProxy(new Judge(documents), ['--fault', fault], ({folder, targetFile}) =>
      runSuite(program, targetFile, folder, ['--only', requirement]));
    assert.ok(violations.some(sentence => violation.test(sentence)), `found: ${violations.join('; ')}`);
  });
}
