import { postMessage } from './post-message.mjs';

/** Asks for whole answers, and hears nothing until one is there. */
export class JsonCustomer {
  static kind = 'json';

  constructor({ url, session, log, patienceMs }) {
    Object.assign(this, { url, session, log, patienceMs });
  }

  /** Sends a message once. Resolves to whether it is answered. */
  async send(body) {
    const { url, session, log } = this;
    const signal = AbortSignal.timeout(this.patienceMs);
    const response = await postMessage({ url, session, body, accept: 'application/json', log, signal });
    if (response === undefined) return false;
    try {
      const answer = await response.json();
      log.heard();
      log.answer(body.clientMessageId, answer);
      return true;
    } catch {
      if (!signal.aborted) log.heard();
      return false;
    }
  }

  async close() {}
}
