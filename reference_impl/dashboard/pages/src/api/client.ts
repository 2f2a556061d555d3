/** Calls of the server that serves these pages. */

/** An answer that is no success. `status` 0: no answer came. */
export class ApiError extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
    this.name = 'ApiError';
  }
}

type Query = Record<string, string | number | null | undefined>;

/** Path and query; what is empty is left out. */
export function url(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** @throws ApiError unless the answer is 2xx. */
export function get<Answer>(address: string, signal: AbortSignal): Promise<Answer> {
  return call<Answer>(address, { signal });
}

/** A call that changes something: the header keeps other sites' forms out. @throws ApiError unless the answer is 2xx. */
export function change<Answer>(method: 'POST' | 'DELETE', address: string, body: unknown = {}): Promise<Answer> {
  const headers = { 'Content-Type': 'application/json', 'X-Pitboss': 'dashboard' };
  return call<Answer>(address, { method, headers, body: JSON.stringify(body) });
}

/** Events on `locked`: a call was answered that the key is missing. */
export const locked = new EventTarget();

async function call<Answer>(address: string, init: RequestInit): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(address, init);
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new ApiError(0, 'The server does not answer. Is it still running? This page tries again by itself.');
  }
  if (response.ok) return answer<Answer>(response);
  if (response.status === 401) locked.dispatchEvent(new Event('locked'));
  throw new ApiError(response.status, await reason(response));
}

async function answer<Answer>(response: Response): Promise<Answer> {
  const text = await response.text();
  return (text === '' ? {} : JSON.parse(text)) as Answer;
}

async function reason(response: Response): Promise<string> {
  try {
    const body: unknown = await response.json();
    if (typeof body === 'object' && body !== null && 'message' in body) return String(body.message);
  } catch {
    // No JSON: the status has to do.
  }
  return `The server answered ${response.status}.`;
}
