import { RequestError } from '../api/request-error.js';

/**
 * @import { ChatApi } from '../api/chat-api.js'
 * @import { ConversationStorage } from './storage.js'
 * @import { Session } from '../types.js'
 */

/** Holds the browser's session: opened with the first request that needs one, replaced when the desk no longer knows it. */
export class SessionKeeper {
  #api;
  #storage;
  #onEnded;
  /** @type {Promise<Session> | undefined} */
  #opening;
  /** The last session that turned out to be gone; several operations may find out. */
  #gone = '';

  /**
   * @param {ChatApi} api
   * @param {ConversationStorage} storage
   * @param {() => void} onEnded called when the session turned out to be gone
   */
  constructor(api, storage, onEnded) {
    this.#api = api;
    this.#storage = storage;
    this.#onEnded = onEnded;
  }

  /**
   * Runs an operation in the current session, opening one if need be; if it is gone, once more in a new one.
   *
   * @template T
   * @param {(session: Session) => Promise<T>} operation
   * @returns {Promise<T>}
   * @throws {RequestError}
   */
  async run(operation) {
    const session = this.#storage.session ?? (await this.#open());
    try {
      return await operation(session);
    } catch (error) {
      if (!this.dropIfGone(session, error)) throw error;
      return operation(this.#storage.session ?? (await this.#open()));
    }
  }

  /**
   * Runs an operation only if there is a session that still lives.
   *
   * @template T
   * @param {(session: Session) => Promise<T>} operation
   * @returns {Promise<T | undefined>}
   * @throws {RequestError}
   */
  async runIfOpen(operation) {
    const session = this.#storage.session;
    if (!session) return undefined;
    try {
      return await operation(session);
    } catch (error) {
      if (!this.dropIfGone(session, error)) throw error;
      return undefined;
    }
  }

  #open() {
    this.#opening ??= this.#api
      .createSession()
      .then((session) => (this.#storage.session = session))
      .finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  /**
   * @param {Session} session
   * @param {unknown} error
   * @returns {boolean} whether the error says that the session is gone; then it is forgotten
   */
  dropIfGone(session, error) {
    if (!(error instanceof RequestError && error.sessionGone)) return false;
    // Another tab may have opened a new one already.
    if (this.#storage.session?.sessionId === session.sessionId) this.#storage.session = undefined;
    if (this.#gone !== session.token) this.#onEnded();
    this.#gone = session.token;
    return true;
  }
}
