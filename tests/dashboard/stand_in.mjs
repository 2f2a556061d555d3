// A stand-in for the server: what a browser test has to force (hostile texts, errors, nothing there, a broken stream) it does on demand.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

import * as data from './stand_in_data.mjs';

export const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; "
  + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/** What would run if a page took text for markup. */
export const HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';

const AMOUNT = /^-?\d+(\.\d+)?$/;
const KEEP = new Set(['id', 'at', 'created_at', 'done_at', 'date', 'contract', 'next_cursor', 'report', 'verdict', 'state', 'exchange', 'contracts']);

/** Every text of an answer with markup behind it, but what the pages go by: ids, times, states, amounts. */
function hostile(value, name = '') {
  if (Array.isArray(value)) return value.map((its) => hostile(its, name));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([its, inner]) => [its, hostile(inner, its)]));
  }
  return typeof value === 'string' && !AMOUNT.test(value) && !KEEP.has(name) ? value + HOSTILE : value;
}

export class StandIn {
  /** Serves the built pages of the folder that PITBOSS_PAGES names. @param mode plain | hostile | empty | failing | locked */
  constructor(mode = 'plain') {
    this.pages = process.env.PITBOSS_PAGES;
    if (this.pages === undefined) throw new Error('PITBOSS_PAGES: name the folder with the built pages');
    this.mode = mode;
    this.refusing = false;
    this.streams = new Set();
    this.calls = [];
    this.faults = data.faults();
    this.misbehaviours = [];
    this.runs = data.runs();
    this.demo = data.demo(Date.now());
    this.server = createServer((request, response) => this.#serve(request, response));
  }

  async start() {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.origin = `http://127.0.0.1:${this.server.address().port}`;
    this.address = `${this.origin}/dashboard/`;
    return this;
  }

  async stop() {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  push(kind, value) {
    for (const stream of this.streams) stream.write(`event: ${kind}\ndata: ${JSON.stringify(value)}\n\n`);
  }

  /** The streams break off; as long as `refusing` is true, none comes back. */
  breakStreams() {
    for (const stream of this.streams) stream.destroy();
  }

  async #serve(request, response) {
    const url = new URL(request.url, 'http://stand-in');
    const path = url.pathname;
    if (path === '/dashboard/v1/events') return this.#stream(response);
    if (!path.startsWith('/dashboard/v1/') && !path.startsWith('/onboarding/')) return this.#file(path, response);
    const body = await read(request);
    this.calls.push({ method: request.method, path, query: Object.fromEntries(url.searchParams), headers: request.headers, body });
    const answer = this.#answer(request.method, path, url.searchParams, body, response);
    if (answer === null) return undefined;
    return json(response, 200, this.mode === 'hostile' ? hostile(answer) : answer);
  }

  async #file(path, response) {
    const name = path === '/dashboard/' ? 'index.html' : path.replace('/dashboard/', '');
    try {
      const content = await readFile(join(this.pages, name));
      response.writeHead(200, { 'Content-Type': TYPES[extname(name)], 'Content-Security-Policy': POLICY, 'X-Content-Type-Options': 'nosniff' });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  }

  #stream(response) {
    if (this.refusing) return response.destroy();
    if (this.mode === 'locked') return json(response, 401, { message: 'Give the key.' });
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(': here\n\n');
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
    return undefined;
  }

  #answer(method, path, query, body, response) {
    if (path.endsWith('/login')) return this.#login(body, response);
    if (this.mode === 'locked') return json(response, 401, { message: 'Give the key.' });
    if (path.endsWith('/overview')) return { ...data.overview(this.origin, Date.now()), faults_on: this.faults.filter((its) => its.on).map((its) => its.name) };
    if (this.mode === 'failing') return json(response, 500, { message: 'The store does not answer; look into its log.' });
    if (method !== 'GET') return this.#change(method, path, query, body);
    const found = this.#read(path, query);
    return found === undefined ? json(response, 404, { message: `No such call: ${path}` }) : found;
  }

  #login(body, response) {
    if (body.key !== 'right') return json(response, 403, { message: 'That is not the key.' });
    this.mode = 'plain';
    return {};
  }

  #read(path, query) {
    const now = Date.now();
    const all = (rows) => (this.mode === 'empty' ? [] : rows);
    const list = (rows) => page(all(rows), query);
    const one = (rows, detail) => {
      const row = rows.find((its) => String(its.id) === query.get('id'));
      return row === undefined ? undefined : detail(row);
    };
    switch (path) {
      case '/onboarding/v1/progress': return { partners: all(data.progress(now).partners) };
      case '/dashboard/v1/traffic': return { ticks: all(data.ticks(now)) };
      case '/dashboard/v1/exchanges': return list(data.exchanges(now).filter((its) => exchangeFits(its, query)));
      case '/dashboard/v1/exchange': return one(data.exchanges(now), data.exchangeDetail);
      case '/dashboard/v1/movements': return { ...list(data.movements(now).filter((its) => movementFits(its, query, now))), metrics: metrics() };
      case '/dashboard/v1/movement': return one(data.movements(now), data.movementDetail);
      case '/dashboard/v1/wallet/players': return list(data.players().filter((its) => its.id.includes(query.get('text') ?? '')));
      case '/dashboard/v1/wallet/player': return one(data.players(), data.playerDetail);
      case '/dashboard/v1/wallet/open-rounds': return list(data.openRounds());
      case '/dashboard/v1/feed/customers': return list(data.customers());
      case '/dashboard/v1/feed/transactions': return list(data.transactions());
      case '/dashboard/v1/feed/activity': return list(data.activity());
      case '/dashboard/v1/faults': return list(this.faults);
      case '/dashboard/v1/misbehaviours': return list(this.misbehaviours);
      case '/dashboard/v1/runs': return list(this.runs);
      case '/dashboard/v1/demo': return this.demo;
      default: return undefined;
    }
  }

  #change(method, path, query, body) {
    if (path.endsWith('/faults')) {
      const fault = this.faults.find((its) => its.name === body.name);
      Object.assign(fault, { on: body.on, since: body.on ? new Date().toISOString() : null, exchanges_since: body.on ? 17 : 0 });
      this.push('faults', {});
      return fault;
    }
    if (path.endsWith('/misbehaviours')) return this.#order(method, query, body);
    if (body.action === 'lose-reply') this.demo.showpiece = data.lostReply(body.faulty, Date.now());
    if (body.action === 'pause') this.demo.state = 'paused';
    if (body.action === 'resume') this.demo.state = 'running';
    if (body.action === 'speed') this.demo.speed = body.speed;
    return this.demo;
  }

  #order(method, query, body) {
    if (method === 'DELETE') {
      this.misbehaviours = this.misbehaviours.filter((its) => its.id !== query.get('id'));
      return {};
    }
    const row = { id: String(this.misbehaviours.length + 1), contract: body.contract, on: body.on, do: body.do, count: body.count, left: body.count, exchanges: [] };
    this.misbehaviours.push(row);
    return row;
  }
}

const metrics = () => data.METRICS.map((code, at) => ({ code, type: at === 2 || at === 3 ? 'integer' : 'decimal', archived: at === 5 }));

function exchangeFits(exchange, query) {
  const status = query.get('status');
  const of_status = !status || String(exchange.status) === status || `${String(exchange.status)[0]}xx` === status;
  const equal = (name) => !query.get(name) || exchange[name] === query.get(name);
  return of_status && equal('contract') && equal('call') && equal('partner') && JSON.stringify(exchange).includes(query.get('text') ?? '');
}

function movementFits(movement, query, now) {
  const from = query.get('from') ?? new Date(now - 7 * 86_400_000).toISOString();
  const to = query.get('to') ?? new Date(now).toISOString();
  const equal = (name) => !query.get(name) || movement[name] === query.get(name);
  return from <= movement.created_at && movement.created_at <= to && equal('player_id') && equal('external_client_id') && equal('request_id');
}

function page(rows, query) {
  const limit = Number(query.get('limit') ?? 50);
  const start = Number(query.get('cursor') ?? 0);
  const end = start + limit;
  return { rows: rows.slice(start, end), next_cursor: end < rows.length ? String(end) : null, total: rows.length };
}

async function read(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? {} : JSON.parse(text);
}

function json(response, status, value) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
  return null;
}
