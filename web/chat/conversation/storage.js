/** @import { Pending, Session } from '../types.js' */

const SESSION = 'frontdesk.session';
const DRAFT = 'frontdesk.draft';
// One key per message: two tabs never overwrite each other's.
const PENDING = 'frontdesk.pending.';

/** What the browser keeps of a conversation, so that a reload loses nothing. Falls back to memory when storage is off. */
export class ConversationStorage {
  #area = usableStorage();

  /** @returns {Session | undefined} */
  get session() {
    return this.#read(SESSION);
  }

  set session(session) {
    this.#write(SESSION, session);
  }

  /**
   * Keeps something more of a session, unless it was replaced meanwhile.
   *
   * @param {string} sessionId
   * @param {Partial<Session>} change
   */
  changeSession(sessionId, change) {
    const { session } = this;
    if (session?.sessionId === sessionId) this.session = { ...session, ...change };
  }

  /** Text typed but not sent. @returns {string} */
  get draft() {
    return this.#read(DRAFT) ?? '';
  }

  set draft(text) {
    this.#write(DRAFT, text || undefined);
  }

  /** @returns {Pending[]} oldest first */
  pending() {
    const keys = Object.keys(this.#area).filter((key) => key.startsWith(PENDING));
    const messages = keys.map((key) => /** @type {Pending | undefined} */ (this.#read(key)));
    return messages.filter((message) => message !== undefined).sort((a, b) => a.at.localeCompare(b.at));
  }

  /** @param {Pending} message */
  putPending(message) {
    this.#write(PENDING + message.clientMessageId, message);
  }

  /** @param {string} clientMessageId */
  removePending(clientMessageId) {
    this.#write(PENDING + clientMessageId, undefined);
  }

  /**
   * Tells when another tab switched to a new session.
   *
   * @param {() => void} listener
   */
  onOtherSession(listener) {
    addEventListener('storage', ({ key, newValue, oldValue }) => {
      if (key === SESSION && sessionIdOf(newValue) !== sessionIdOf(oldValue)) listener();
    });
  }

  /** @param {string} key */
  #read(key) {
    return parse(this.#area[key]);
  }

  /**
   * @param {string} key
   * @param {unknown} value undefined removes
   */
  #write(key, value) {
    try {
      if (value === undefined) delete this.#area[key];
      else this.#area[key] = JSON.stringify(value);
    } catch {
      // A full storage costs the reload, not the conversation.
    }
  }
}

/** @returns {Record<string, string>} */
function usableStorage() {
  try {
    const probe = 'frontdesk.probe';
    localStorage.setItem(probe, '1');
    localStorage.removeItem(probe);
    return localStorage;
  } catch {
    return {};
  }
}

/** @param {string | null | undefined} text */
function parse(text) {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string | null} stored */
function sessionIdOf(stored) {
  return parse(stored)?.sessionId;
}
