// `pitboss serve` and `pitboss check` as processes.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';

/** The reference server on a free port, its state in memory. Has `url`, `targetFile` and `stop()`. */
export async function startServer(program, folder, options = []) {
  const targetFile = join(folder, 'target.yaml');
  const args = ['serve', '--port', '0', '--store', 'memory', '--log-level', 'error', '--target-file', targetFile, ...options];
  const server = spawn(program, args, {stdio: ['ignore', 'pipe', 'inherit']});
  const exited = once(server, 'exit');
  const stop = async () => {
    server.kill('SIGTERM');
    await exited;
  };
  for await (const line of createInterface({input: server.stdout})) {
    const url = line.match(/listening on (http:\S+)/)?.[1];
    if (url === undefined) continue;
    server.stdout.resume();
    return {url, targetFile, stop};
  }
  throw new Error(`pitboss ${args.join(' ')}: ended before it listened`);
}

/** The value of a key of a contract in a target file that `pitboss serve` wrote. */
export function setting(targetFile, contract, key) {
  const section = readFileSync(targetFile, 'utf8').match(new RegExp(`^${contract}:\\n((?: .*\\n)*)`, 'm'))?.[1] ?? '';
  const value = section.match(new RegExp(`^  ${key}: (\\S+)$`, 'm'))?.[1];
  if (value === undefined) throw new Error(`${targetFile}: ${contract}.${key} is not in it`);
  return value;
}

/** Writes the target file again with another address in place of the server's own. */
export function readdress(targetFile, from, to) {
  const text = readFileSync(targetFile, 'utf8');
  if (!text.includes(from)) throw new Error(`${targetFile}: the address ${from} is not in it`);
  writeFileSync(targetFile, text.replaceAll(from, to));
}

/** Runs `pitboss check`; gives exit code and output. */
export async function runSuite(program, targetFile, folder, options) {
  const args = ['check', '--target', targetFile, '--report-dir', join(folder, 'report'), '--format', 'json', '--seed', '1', ...options];
  const suite = spawn(program, args, {stdio: ['ignore', 'pipe', 'pipe']});
  let output = '';
  for (const stream of [suite.stdout, suite.stderr]) stream.setEncoding('utf8').on('data', text => (output += text));
  const [code] = await once(suite, 'close');
  return {code, output};
}
