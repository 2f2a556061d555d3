// `pitboss serve` and `pitboss demo` as processes, and a small client of the contracts that they serve.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Starts the program and waits until it listens on a free port. Has `origin`, `address` of the pages, `folder`, `target` and `stop()`. */
export async function start(command, options = []) {
  const folder = mkdtempSync(join(tmpdir(), 'pitboss-dashboard-'));
  const target = join(folder, 'target.yaml');
  const args = [command, '--port', '0', ...options.map((option) => option.replace('{folder}', folder).replace('{target}', target))];
  const child = spawn(process.env.PITBOSS_PROGRAM, args, { stdio: ['ignore', 'pipe', 'inherit'], cwd: folder });
  const exited = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    rmSync(folder, { recursive: true });
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const origin = line.match(/(http:\/\/127\.0\.0\.1:\d+)\/dashboard\//)?.[1];
    if (origin === undefined) continue;
    child.stdout.resume();
    return { origin, address: `${origin}/dashboard/`, folder, target, stop };
  }
  throw new Error(`pitboss ${args.join(' ')} ended before its dashboard was there`);
}

export function serve(options = []) {
  return start('serve', ['--dashboard', '--store', 'memory', '--log-level', 'error', '--target-file', '{target}', ...options]);
}

/** A run of a few scenarios of the wallet, with its report among those that the server lists. */
export async function check(server, name) {
  const args = ['check', '--target', server.target, '--contract', 'wallet', '--only', 'wallet.amount.*', '--report-dir', join(server.folder, 'reports', name)];
  const [code] = await once(spawn(process.env.PITBOSS_PROGRAM, args, { stdio: 'ignore' }), 'exit');
  assert.ok(code === 0 || code === 4, `pitboss ${args.join(' ')} ended with ${code}`);
}

/** What a target file names: text of a key in the section of a contract; the first item where it is a list. */
export function setting(server, contract, key) {
  const text = readFileSync(server.target, 'utf8');
  const section = text.match(new RegExp(`^${contract}:\\n((?:  .*\\n?)*)`, 'm'))?.[1] ?? '';
  const value = section.match(new RegExp(`\\b${key}:\\s+(?:- )?(\\S+)`))?.[1];
  assert.notEqual(value, undefined, `${contract}.${key} in ${server.target}`);
  return value;
}

async function post(server, path, body, headers) {
  const response = await fetch(server.origin + path, { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } });
  const text = await response.text();
  return { status: response.status, text, json: () => JSON.parse(text) };
}

/** An operator that pushes to the feed. */
export async function feed(server) {
  const form = new URLSearchParams({
    grant_type: 'client_credentials', client_id: setting(server, 'feed', 'client_id'), client_secret: setting(server, 'feed', 'client_secret'),
  });
  const answer = await post(server, '/oauth/token', form, { 'Content-Type': 'application/x-www-form-urlencoded' });
  const Authorization = `Bearer ${answer.json().access_token}`;
  return (kind, records) => post(server, `/api/v1/igaming/${kind}`, JSON.stringify({ data: records }), { Authorization });
}

/** An operator that records movements; the body goes out as it is given. */
export function movements(server) {
  const headers = { 'X-Api-Key': setting(server, 'movements', 'api_key') };
  return {
    brand: setting(server, 'movements', 'brands'),
    register: (externalId, revenueOriginId) => post(server, '/tracking/client/v1', JSON.stringify({
      externalId, revenueOriginId, clickId: setting(server, 'movements', 'click_ids'),
    }), headers),
    record: (body) => post(server, '/tracking/client-metric-movement/v1', body, headers),
  };
}

/** A game provider with a session of the first player. */
export async function wallet(server) {
  const signed = (path, content, headers = {}) => {
    const body = JSON.stringify(content);
    const signature = createHmac('sha256', setting(server, 'wallet', 'hmac_secret')).update(body).digest('hex');
    return post(server, path, body, { 'X-HMAC-Signature': signature, 'X-Request-ID': randomUUID(), ...headers });
  };
  const of_session = { provider: setting(server, 'wallet', 'provider'), game: setting(server, 'wallet', 'game') };
  const launch = { ...of_session, launchToken: setting(server, 'wallet', 'launch_token'), ip: '127.0.0.1', platform: 'desktop' };
  const { playerId, playerToken } = (await signed('/v1/authenticate', launch)).json();
  const headers = { Authorization: `Bearer ${playerToken}` };
  const transact = (content) => signed('/v1/transaction', { playerId, ...of_session, ip: '127.0.0.1', ...content }, headers);
  return { playerId, transact };
}
