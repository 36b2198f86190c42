import { RequestError } from './request-error.js';

/**
 * @typedef {object} RequestOptions
 * @property {unknown} [body] sent as JSON, a form as it is
 * @property {string} [token] session token
 * @property {AbortSignal} signal
 */

/**
 * One request to the desk.
 *
 * @param {string} method
 * @param {string} url
 * @param {RequestOptions} options
 * @returns {Promise<Response>} a successful response
 * @throws {RequestError} for everything else
 */
export async function request(method, url, { body, token, signal }) {
  const headers = new Headers({ Accept: 'application/json' });
  if (token) headers.set('Authorization', `Bearer ${token}`);
  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) headers.set('Content-Type', 'application/json');
  const payload = isForm ? body : body === undefined ? undefined : JSON.stringify(body);
  /** @type {Response} */
  let response;
  try {
    response = await fetch(url, { method, headers, body: payload, signal, cache: 'no-store' });
  } catch {
    throw new RequestError({ code: 'network' });
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/**
 * @param {Response} response
 * @returns {Promise<RequestError>}
 */
async function problemOf(response) {
  const { status, headers } = response;
  const retryAfter = Number(headers.get('Retry-After')) || undefined;
  const requestId = headers.get('X-Request-Id') ?? undefined;
  const unknown = { code: 'internal', requestId, retryable: status >= 500 || status === 429 };
  // A proxy in between may answer with a page of HTML.
  const problem = await response.json().catch(() => ({}));
  return new RequestError({ ...unknown, ...problem }, { status, retryAfter });
}
