import { RequestError } from './request-error.js';
import { request } from './request.js';
import { readTurn } from './turn-stream.js';

/** @import { HistoryMessage, Session, Ticket, TurnEvent, UploadedFile } from '../types.js' */

const REQUEST_TIMEOUT_MS = 20_000;
/** A large file on a slow line takes its time. */
const UPLOAD_TIMEOUT_MS = 120_000;
/** A turn that says nothing for this long has lost its connection. */
const STREAM_SILENCE_MS = 60_000;
const PAGE_SIZE = 100;

/** The part of the desk's REST API that a customer uses. Every method throws `RequestError`. */
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
   * @returns {Promise<HistoryMessage[]>} all pages, oldest first
   */
  async history(session, afterSeq) {
    /** @type {HistoryMessage[]} */
    const messages = [];
    for (let after = afterSeq, more = true; more;) {
      const path = `/chat/${encodeURIComponent(session.sessionId)}/messages?afterSeq=${after}&limit=${PAGE_SIZE}`;
      const { data, hasMore } = await this.#confirmed(session, () => this.#json('GET', path, { token: session.token }));
      messages.push(...data);
      more = hasMore === true && data.length > 0;
      after = messages.at(-1)?.seq ?? after;
    }
    return messages;
  }

  /**
   * @param {Session} session
   * @param {{ text: string, clientMessageId: string, files?: UploadedFile[] }} message
   * @returns {AsyncGenerator<TurnEvent, void>} ends with `complete`
   */
  async *send(session, { text, clientMessageId, files = [] }) {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), STREAM_SILENCE_MS);
    const onActivity = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), STREAM_SILENCE_MS);
    };
    try {
      const path = `${this.#base}/chat/${encodeURIComponent(session.sessionId)}/messages`;
      const response = await this.#confirmed(session, () =>
        request('POST', path, {
          body: { message: text, clientMessageId, attachmentIds: files.map(({ attachmentId }) => attachmentId) },
          token: session.token,
          accept: 'text/event-stream',
          signal: silence.signal,
        }),
      );
      yield* readTurn(response, onActivity);
    } finally {
      clearTimeout(timer);
    }
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
    return this.#confirmed(session, () =>
      this.#json('POST', '/attachments', { body, token: session.token, timeoutMs: UPLOAD_TIMEOUT_MS }),
    );
  }

  /**
   * Asks for a person; while a ticket is open, the same one comes back.
   *
   * @param {Session} session
   * @returns {Promise<Ticket>}
   */
  requestPerson(session) {
    const path = `/sessions/${encodeURIComponent(session.sessionId)}/handoff`;
    return this.#confirmed(session, () => this.#json('POST', path, { body: {}, token: session.token }));
  }

  /**
   * Sends a request; when the desk wants the token once more, presents it and sends the request again.
   *
   * @template T
   * @param {Session} session
   * @param {() => Promise<T>} send
   * @returns {Promise<T>}
   */
  async #confirmed({ sessionId, token }, send) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof RequestError && error.stepUpRequired)) throw error;
      const path = `${this.#base}/sessions/${encodeURIComponent(sessionId)}/confirm`;
      await request('POST', path, { body: { token }, token, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
      return send();
    }
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
