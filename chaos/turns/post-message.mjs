/** Statuses that say nothing about the message: of nginx when an instance is away, and of a desk that says "later" itself. */
const LATER = new Set([409, 429, 500, 502, 503, 504]);

/**
 * Posts a message. Resolves to the response, or to undefined when it is to be sent again: no connection, no sign of life, a typed
 * refusal that says so. @throws Error for a refusal that a repeat can't change
 */
export async function postMessage({ url, session, body, accept, log, signal }) {
  let response;
  try {
    response = await fetch(`${url}/api/v1/chat/${session.sessionId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${session.token}`, 'content-type': 'application/json', accept },
      body: JSON.stringify(body),
      signal,
    });
  } catch {
    // A connection that breaks is heard; giving up waiting is not.
    if (!signal.aborted) log.heard();
    return undefined;
  }
  if (response.ok) return response;
  const text = await response.text().catch(() => '');
  log.heard();
  log.refusals.push(codeOf(response.status, text));
  if (LATER.has(response.status)) return undefined;
  throw new Error(`${response.status} ${text}`);
}

function codeOf(status, text) {
  try {
    return JSON.parse(text).code;
  } catch {
    return `http ${status}`;
  }
}
