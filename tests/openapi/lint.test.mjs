// The OpenAPI documents are right in the eyes of an outside linter, their schemas in those of a JSON Schema compiler.
// PITBOSS_SCHEMAS is the folder `schemas`.
import assert from 'node:assert/strict';
import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, dirname, join} from 'node:path';
import {test} from 'node:test';
import {complaints, documentFiles, readDocument} from './documents.mjs';
import {Judge, compileSchema} from './judge.mjs';

const files = documentFiles(process.env.PITBOSS_SCHEMAS);

test('there is a document for each contract, and for the sandbox', () => {
  assert.deepEqual(files.map(file => basename(dirname(file))), ['feed', 'movements', 'sandbox', 'wallet']);
});

for (const file of files) {
  const contract = basename(dirname(file));

  test(`${contract}: the linter finds nothing`, async () => assert.deepEqual(await complaints(file), []));

  test(`${contract}: every schema of a request or response compiles`, async () => {
    const document = await readDocument(file);
    assert.doesNotThrow(() => new Judge([document]));
    for (const operation of Object.values(document.paths).flatMap(Object.values)) {
      const media = Object.values(operation.requestBody?.content ?? {});
      for (const {schema} of [...media, ...(operation.parameters ?? [])]) compileSchema(schema);
    }
  });
}

// Faults of a document, each put into a copy of the wallet's.
const faults = [
  {fault: 'a reference to nothing', from: 'balance.response.json', to: 'no-such.json', rule: 'no-unresolved-refs'},
  {fault: 'a keyword that OpenAPI has not', from: 'operationId: balance', to: 'operationID: balance', rule: 'struct'},
  {fault: 'an example that is not of its schema', from: 'balance: 1480.50', to: 'balance: much', rule: 'no-invalid-media-type-examples'},
];
for (const {fault, from, to, rule} of faults) {
  test(`the linter finds ${fault}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pitboss-openapi-'));
    try {
      cpSync(dirname(files.find(file => file.includes('/wallet/'))), folder, {recursive: true});
      const copy = join(folder, 'openapi.yaml');
      const text = readFileSync(copy, 'utf8');
      assert.ok(text.includes(from));
      writeFileSync(copy, text.replace(from, to));
      const found = await complaints(copy);
      assert.ok(found.some(line => line.startsWith(`${copy}:`) && line.includes(`: ${rule}: `)), found.join('\n'));
    } finally {
      rmSync(folder, {recursive: true});
    }
  });
}
