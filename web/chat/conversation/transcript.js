/** @import { ChatMessage } from '@frontdesk/client' */
/** @import { Entry } from '../types.js' */

/** The lines on screen, in order. Listeners get the new list after each change; an unchanged line keeps its identity. */
export class Transcript {
  /** @type {readonly Entry[]} */
  #entries = [];
  /** @type {((entries: readonly Entry[]) => void)[]} */
  #listeners = [];

  /** Whether an answer is being made. */
  get answering() {
    return this.#entries.some(({ state }) => state === 'streaming');
  }

  /** @param {(entries: readonly Entry[]) => void} listener */
  subscribe(listener) {
    this.#listeners.push(listener);
    listener(this.#entries);
  }

  /** Calls the listeners with the list as it is. */
  announce() {
    for (const listener of this.#listeners) listener(this.#entries);
  }

  /** @param {string} key */
  get(key) {
    return this.find((entry) => entry.key === key);
  }

  /** @param {(entry: Entry) => boolean} wanted */
  find(wanted) {
    return this.#entries.find(wanted);
  }

  /**
   * Adds a line, or replaces the one with its key.
   *
   * @param {Entry} entry
   * @param {string} [afterKey] where a new line goes; the end by default
   */
  put(entry, afterKey) {
    const known = this.#entries.some(({ key }) => key === entry.key);
    if (known) {
      this.#set(this.#entries.map((line) => (line.key === entry.key ? entry : line)));
      return;
    }
    const after = this.#entries.findIndex(({ key }) => key === afterKey);
    const at = after < 0 ? this.#entries.length : after + 1;
    this.#set([...this.#entries.slice(0, at), entry, ...this.#entries.slice(at)]);
  }

  /**
   * @param {string} key
   * @param {Partial<Entry>} change ignored when there is no such line
   */
  update(key, change) {
    const entry = this.get(key);
    if (entry) this.put({ ...entry, ...change });
  }

  /** @param {string} key */
  remove(key) {
    this.#set(this.#entries.filter((entry) => entry.key !== key));
  }

  clear() {
    this.#set([]);
  }

  /**
   * Puts everything answered so far behind us: it stays readable, but belongs to an earlier session.
   *
   * @param {Entry} divider comes between it and what is still under way
   */
  archive(divider) {
    const done = this.#entries.filter(({ state }) => state === 'done');
    const open = this.#entries.filter(({ state }) => state !== 'done');
    const archived = [...done, divider].map((entry) => ({ ...entry, archived: true }));
    this.#set([...archived, ...open.map((entry) => ({ ...entry, seq: undefined, messageId: undefined }))]);
  }

  /**
   * Takes in what the server has stored. A line already on screen is recognised by either of its ids.
   *
   * @param {readonly ChatMessage[]} messages
   */
  merge(messages) {
    const entries = [...this.#entries];
    for (const message of messages) {
      const at = entries.findIndex((entry) => !entry.archived && isSame(entry, message));
      const known = entries[at];
      if (known) entries[at] = { ...toEntry(message), key: known.key, files: known.files };
      else entries.push(toEntry(message));
    }
    this.#set(inOrder(entries));
  }

  /** @param {readonly Entry[]} entries */
  #set(entries) {
    this.#entries = entries;
    this.announce();
  }
}

/**
 * @param {Entry} entry
 * @param {ChatMessage} message
 */
function isSame(entry, { messageId, clientMessageId, role }) {
  if (entry.role !== role) return false;
  const sameSend = role === 'customer' && !!clientMessageId && entry.clientMessageId === clientMessageId;
  return entry.messageId === messageId || sameSend;
}

/**
 * Earlier sessions first, then the server's order. What has no number yet: an answer stays behind what it follows, a message of the
 * customer's goes to the end.
 *
 * @param {Entry[]} entries
 */
function inOrder(entries) {
  let before = 0;
  const ranks = new Map();
  for (const entry of entries) {
    const unknown = entry.role === 'customer' ? Number.MAX_SAFE_INTEGER : before + 0.5;
    const rank = entry.archived ? -1 : (entry.seq ?? unknown);
    ranks.set(entry, rank);
    if (rank < Number.MAX_SAFE_INTEGER) before = Math.floor(rank);
  }
  return entries.sort((a, b) => ranks.get(a) - ranks.get(b));
}

/**
 * @param {ChatMessage} message
 * @returns {Entry}
 */
function toEntry({ messageId, seq, role, message, clientMessageId, authorName, sources, createdAt }) {
  const sendId = clientMessageId ?? undefined;
  const key = role === 'customer' ? (sendId ?? messageId) : messageId;
  const known = { messageId, seq, role, clientMessageId: sendId, author: authorName, sources };
  return { ...known, key, text: message, at: createdAt, state: 'done' };
}
