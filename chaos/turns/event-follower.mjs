import { setTimeout as sleep } from 'node:timers/promises';
import { eventsOf } from './sse.mjs';

const AGAIN_AFTER_MS = 150;
/** Headers come at once from an instance that lives. */
const HEADERS_WITHIN_MS = 1_500;

/**
 * Follows a session by `GET /chat/{id}/events` until it is closed: connects again whenever the stream ends, with the number of the
 * last event. What comes goes into `view`, and to `onEvent`.
 */
export class EventFollower {
  #closed = new AbortController();
  #connection = new AbortController();
  #running;

  constructor({ url, session, view, onEvent = () => undefined }) {
    this.url = `${url}/api/v1/chat/${session.sessionId}/events`;
    this.session = session;
    this.view = view;
    this.onEvent = onEvent;
    this.#running = this.#run();
  }

  /** Gives the connection up for another one. */
  reconnect() {
    this.#connection.abort();
  }

  async close() {
    this.#closed.abort();
    this.#connection.abort();
    await this.#running;
  }

  async #run() {
    while (!this.#closed.signal.aborted) {
      this.#connection = new AbortController();
      await this.#connect(this.#connection).catch(() => undefined);
      if (!this.#closed.signal.aborted) await sleep(AGAIN_AFTER_MS * (0.5 + Math.random()));
    }
  }

  async #connect(connection) {
    const { sessionId, token } = this.session;
    const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
    const late = setTimeout(() => connection.abort(), HEADERS_WITHIN_MS);
    const resumed = { ...headers, 'last-event-id': `${sessionId}:${this.view.last}` };
    const response = await fetch(this.url, { headers: resumed, signal: connection.signal });
    clearTimeout(late);
    if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
      throw new Error(`${response.status} ${await response.text()}`);
    }
    for await (const { event, data } of eventsOf(response)) {
      // What was still on its way when the connection was given up belongs to no view.
      if (connection.signal.aborted) return;
      const told = JSON.parse(data);
      if (event === 'sync.reset') {
        this.view.reset(told.lastSeq);
      } else {
        this.view.event(told);
        this.onEvent(told);
      }
    }
  }
}
