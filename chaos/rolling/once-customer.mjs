import { CustomerLog } from '../turns/customer-log.mjs';

/** Nobody waits longer than this for anything. */
const WITHIN_MS = 30_000;

/**
 * A customer without a second try: opens sessions, sends messages, reads, uploads, each request once. Whatever is not a success is a
 * failed request, and goes into `failures`.
 */
export class OnceCustomer {
  counts = { sessions: 0, messages: 0, reads: 0, uploads: 0 };
  failures = [];
  slowestMs = 0;
  /** One for every session. */
  logs = [];
  #url;
  #name;

  constructor({ url, name }) {
    this.#url = url;
    this.#name = name;
  }

  /** One conversation: about six requests. */
  async converse(number) {
    const name = `${this.#name}x${number}`;
    const created = await this.#ask('POST', '/sessions', { json: {} });
    if (!created) return;
    this.counts.sessions += 1;
    const { session, token } = created;
    const log = new CustomerLog(session.sessionId, 'once', `marker-${name}-end`);
    this.logs.push({ log, session: { sessionId: session.sessionId, token } });
    const chat = `/chat/${session.sessionId}/messages`;
    for (const n of [1, 2]) {
      const clientMessageId = `${log.marker}-${n}`;
      log.sending(clientMessageId);
      const message = `What is your refund policy? (${clientMessageId})`;
      const answer = await this.#ask('POST', chat, { token, json: { message, clientMessageId } });
      if (answer) log.answer(clientMessageId, answer);
      log.settled();
      this.counts.messages += 1;
      await this.#ask('GET', n === 1 ? `/sessions/${session.sessionId}` : chat, { token });
      this.counts.reads += 1;
    }
    const form = new FormData();
    form.set('sessionId', session.sessionId);
    form.set('file', new Blob([`A note of ${name}.\n`], { type: 'text/plain' }), 'note.txt');
    await this.#ask('POST', '/attachments', { token, form });
    this.counts.uploads += 1;
  }

  /** Resolves to the body of a success, to undefined after a failure. */
  async #ask(method, path, { token, json, form }) {
    const headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const startedAt = performance.now();
    const at = new Date().toISOString();
    try {
      const response = await fetch(`${this.#url}/api/v1${path}`, {
        method,
        headers,
        body: json === undefined ? form : JSON.stringify(json),
        signal: AbortSignal.timeout(WITHIN_MS),
      });
      const text = await response.text();
      if (response.ok) return JSON.parse(text);
      this.failures.push(`${at} ${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
    } catch (error) {
      this.failures.push(`${at} ${method} ${path}: ${error.cause?.code ?? error.cause?.message ?? error.message}`);
    } finally {
      this.slowestMs = Math.max(this.slowestMs, performance.now() - startedAt);
    }
    return undefined;
  }
}
