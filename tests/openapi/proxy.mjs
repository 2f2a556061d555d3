// An HTTP proxy that passes every byte of a body as it is, signatures are over them, and holds each response against a judge.
// Malformed HTTP does not get through: the proxy answers it 400 itself, as any gateway would.
import http from 'node:http';
import {once} from 'node:events';

const hopByHop = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade', 'te', 'trailer']);

/** Listens on a free port of 127.0.0.1 before the server at `upstream`, a URL. `violations` are sentences with path and status. */
export class JudgingProxy {
  violations = [];
  judged = 0;
  #judge;
  #upstream;
  #server;

  constructor(upstream, judge) {
    this.#upstream = new URL(upstream);
    this.#judge = judge;
    this.#server = http.createServer((request, response) => this.#pass(request, response));
    // The client may be slow, or silent, as long as it likes: what becomes of it is the upstream's decision.
    Object.assign(this.#server, {requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0});
  }

  /** The URL to call instead of the upstream's. */
  async listen() {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  close() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #pass(request, response) {
    const call = this.#call(request);
    if (call === undefined) {
      response.writeHead(400, {Connection: 'close'}).end();
      return;
    }
    let answered = false;
    call.on('response', reply => {
      answered = true;
      this.#answer(request, reply, response);
    });
    call.flushHeaders();
    // Where a side gives up, the other one sees the same; a server may answer, though, before it has taken all.
    call.on('error', () => answered || response.destroy());
    request.on('error', () => call.destroy());
    request.pipe(call);
    // What the upstream did not want to read is read here: the client's next request comes behind it on the same connection.
    call.on('close', () => {
      request.unpipe(call);
      request.resume();
    });
  }

  /** The same request to the upstream, without its body; undefined where its headers cannot be sent on. */
  #call(request) {
    const {hostname, port} = this.#upstream;
    const headers = endToEnd(request.rawHeaders);
    if (request.headers['transfer-encoding'] !== undefined) headers.push('Transfer-Encoding', 'chunked');
    try {
      // A connection for each request: one that the upstream closes between two requests would look like a lost reply.
      return http.request({hostname, port, method: request.method, path: request.url, headers, setHost: false, agent: false});
    } catch (error) {
      // Some versions of Node.js read header names that none of them writes.
      if (['ERR_INVALID_HTTP_TOKEN', 'ERR_INVALID_CHAR', 'ERR_UNESCAPED_CHARACTERS'].includes(error.code)) return undefined;
      throw error;
    }
  }

  async #answer(request, reply, response) {
    const chunks = [];
    try {
      for await (const chunk of reply) chunks.push(chunk);
    } catch {
      response.destroy();
      return;
    }
    const body = Buffer.concat(chunks);
    this.#hold(request, reply, body);
    response.writeHead(reply.statusCode, reply.statusMessage, endToEnd(reply.rawHeaders));
    response.end(body);
  }

  #hold(request, reply, body) {
    const path = request.url.split('?')[0];
    const found = this.#judge.judge({method: request.method, path, status: reply.statusCode, headers: reply.headers, body});
    if (found === undefined) return;
    this.judged += 1;
    for (const sentence of found) this.violations.push(`${request.method} ${path}, status ${reply.statusCode}: ${sentence}`);
  }
}

/** Names and values in turn, as `rawHeaders` has them, without those of one connection. */
function endToEnd(rawHeaders) {
  return rawHeaders.filter((_, index) => !hopByHop.has(rawHeaders[index - (index % 2)].toLowerCase()));
}
