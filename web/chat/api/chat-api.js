import { RequestError } from './request-error.js';
import { request } from './request.js';

/** @import { ChatMessage } from '@frontdesk/client' */
/** @import { Session, UploadedFile } from '../types.js' */

const REQUEST_TIMEOUT_MS = 20_000;
/** A large file on a slow line takes its time. */
const UPLOAD_TIMEOUT_MS = 120_000;
const PAGE_SIZE = 100;

/** What a customer does by REST: messages go over the socket. Every method throws `RequestError`. */
export class ChatApi {
  #base;

  /** @param {string} base such as `/api/v1` */
  constructor(base) {
    this.#base = base;
  }

  /** @returns {Promise<Session>} */
  async createSession() {
    const { session, token } = await this.#json('POST', '/sessions', { body: {} });
    return { sessionId: session.sessionId, token };
  }

  /**
   * @param {Session} session
   * @param {number} afterSeq 0 for everything
   * @returns {Promise<ChatMessage[]>} all pages, oldest first
   */
  async history(session, afterSeq) {
    /** @type {ChatMessage[]} */
    const messages = [];
    for (let after = afterSeq, more = true; more;) {
      const path = `/chat/${encodeURIComponent(session.sessionId)}/messages?afterSeq=${after}&limit=${PAGE_SIZE}`;
      const { data, hasMore } = await this.confirmed(session, () => this.#json('GET', path, { token: session.token }));
      messages.push(...data);
      more = hasMore === true && data.length > 0;
      after = messages.at(-1)?.seq ?? after;
    }
    return messages;
  }

  /**
   * @param {Session} session
   * @param {File} file
   * @returns {Promise<UploadedFile>} when the desk has read it
   */
  upload(session, file) {
    const body = new FormData();
    body.set('sessionId', session.sessionId);
    body.set('file', file);
    return this.confirmed(session, () =>
      this.#json('POST', '/attachments', { body, token: session.token, timeoutMs: UPLOAD_TIMEOUT_MS }),
    );
  }

  /**
   * Runs an operation; when the desk wants the token once more, presents it and runs the operation again.
   *
   * @template T
   * @param {Session} session
   * @param {() => Promise<T>} send
   * @returns {Promise<T>}
   */
  async confirmed(session, send) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof RequestError && error.stepUpRequired)) throw error;
      await this.confirm(session);
      return send();
    }
  }

  /** @param {Session} session that this browser presents itself to */
  async confirm({ sessionId, token }) {
    const path = `${this.#base}/sessions/${encodeURIComponent(sessionId)}/confirm`;
    await request('POST', path, { body: { token }, token, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {{ body?: unknown, token?: string, timeoutMs?: number }} options
   */
  async #json(method, path, { timeoutMs = REQUEST_TIMEOUT_MS, ...options }) {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await request(method, this.#base + path, { ...options, signal });
    return response.json();
  }
}
