// Requests for documented statuses that the suite does not ask every operation for.
import http from 'node:http';
import {once} from 'node:events';
import {setting} from './reference_server.mjs';

/** Sends a request and reads the response; `promised` bytes of body are announced and never sent. Gives status and body. */
async function send(url, method, path, {headers = {}, body = '', promised} = {}) {
  const length = promised ?? Buffer.byteLength(body);
  const request = http.request(new URL(path, url), {method, agent: false, headers: {...headers, 'Content-Length': length}});
  if (promised === undefined) request.end(body);
  else request.flushHeaders();
  const [response] = await once(request, 'response');
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  request.destroy();
  return {status: response.statusCode, text};
}

/** An access token of the feed, as the header that carries it. */
async function feedToken(url, targetFile) {
  const [id, secret] = ['client_id', 'client_secret'].map(key => setting(targetFile, 'feed', key));
  const form = {'Content-Type': 'application/x-www-form-urlencoded'};
  const body = new URLSearchParams({grant_type: 'client_credentials', client_id: id, client_secret: secret}).toString();
  const {status, text} = await send(url, 'POST', '/oauth/token', {headers: form, body});
  if (status !== 200) throw new Error(`no access token: ${status} ${text}`);
  return {Authorization: `Bearer ${JSON.parse(text).access_token}`};
}

/** Asks for what `wanted` names, `METHOD PATH STATUS`, as far as a request alone can bring it about. */
export async function probe(url, targetFile, wanted) {
  const credentials = {...await feedToken(url, targetFile), 'X-Api-Key': setting(targetFile, 'movements', 'api_key')};
  const json = {...credentials, 'Content-Type': 'application/json'};
  const ways = {
    400: path => [`${path}?page=first`, {headers: credentials}],
    413: path => [path, {headers: json, promised: 1024 ** 3}],
    415: path => [path, {headers: {...credentials, 'Content-Type': 'text/plain'}, body: 'text'}],
    422: path => [`${path}?page=first`, {headers: credentials}],
    // The server is one whose tokens may make no second request; this is the second at the earliest.
    429: path => [path, {headers: json, body: '{}'}],
  };
  for (const one of wanted) {
    const [method, path, status] = one.split(' ');
    if (status in ways) await send(url, method, ...ways[status](path));
  }
}
