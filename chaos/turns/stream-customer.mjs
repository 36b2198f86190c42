import { EventFollower } from './event-follower.mjs';
import { eventsOf } from './sse.mjs';
import { postMessage } from './post-message.mjs';

/** Asks for streamed answers, and follows the session by server-sent events besides. */
export class StreamCustomer {
  static kind = 'stream';

  constructor({ url, session, log, patienceMs }) {
    Object.assign(this, { url, session, log, patienceMs });
    this.follower = new EventFollower({ url, session, view: log.view('events', 0) });
    this.sent = 0;
  }

  /** Sends a message once. Resolves to whether it is answered. */
  async send(body) {
    const { url, session, log } = this;
    const connection = new AbortController();
    const { signal } = connection;
    // Follower and answer hear the same; while either does, the other is not given up.
    const startedAt = performance.now();
    const watch = setInterval(() => {
      if (performance.now() - Math.max(startedAt, log.lastHeardAt) > this.patienceMs) connection.abort();
    }, 250);
    try {
      const response = await postMessage({ url, session, body, accept: 'text/event-stream', log, signal });
      return response !== undefined && (await this.#read(response, body, signal));
    } finally {
      clearInterval(watch);
      if (signal.aborted) this.follower.reconnect();
      connection.abort();
    }
  }

  async #read(response, { clientMessageId }, signal) {
    if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
      this.log.answer(clientMessageId, await response.json());
      return true;
    }
    this.sent += 1;
    let view;
    try {
      for await (const { data } of eventsOf(response)) {
        const event = JSON.parse(data);
        view ??= this.log.view(`post ${this.sent}`, (event.fromSeq ?? event.seq) - 1, event.turnId);
        view.event(event);
        if (event.type === 'error') this.log.refusals.push(event.error.code);
        if (event.type === 'complete') {
          this.log.answer(clientMessageId, event.response);
          return true;
        }
      }
      this.log.heard();
    } catch {
      if (!signal.aborted) this.log.heard();
    }
    return false;
  }

  async close() {
    await this.follower.close();
  }
}
