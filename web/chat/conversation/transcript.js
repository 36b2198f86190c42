/** @import { Entry, HistoryMessage } from '../types.js' */

/** The lines on screen, in order. Listeners get the new list after each change; an unchanged line keeps its identity. */
export class Transcript {
  /** @type {readonly Entry[]} */
  #entries = [];
  /** @type {((entries: readonly Entry[]) => void)[]} */
  #listeners = [];

  /** The `seq` up to which nothing of this session is missing on screen. */
  get lastSeq() {
    const known = new Set(this.#entries.map(({ archived, seq }) => (archived ? undefined : seq)));
    let last = 0;
    while (known.has(last + 1)) last += 1;
    return last;
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
    return this.#entries.find((entry) => entry.key === key);
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
   * @param {HistoryMessage[]} messages
   */
  merge(messages) {
    const entries = [...this.#entries];
    for (const message of messages) {
      const at = entries.findIndex((entry) => !entry.archived && isSame(entry, message));
      if (at < 0) entries.push(toEntry(message));
      else entries[at] = { ...toEntry(message), key: entries[at]?.key ?? message.messageId };
    }
    this.#set(entries.sort((a, b) => rank(a) - rank(b)));
  }

  /** @param {readonly Entry[]} entries */
  #set(entries) {
    this.#entries = entries;
    this.announce();
  }
}

/**
 * @param {Entry} entry
 * @param {HistoryMessage} message
 */
function isSame(entry, { messageId, clientMessageId, role }) {
  if (entry.role !== role) return false;
  const sameSend = role === 'customer' && !!clientMessageId && entry.clientMessageId === clientMessageId;
  return entry.messageId === messageId || sameSend;
}

/** @param {Entry} entry earlier sessions first, then the server's order, then what it does not have yet */
function rank(entry) {
  if (entry.archived) return -1;
  return entry.seq ?? Number.MAX_SAFE_INTEGER;
}

/**
 * @param {HistoryMessage} message
 * @returns {Entry}
 */
function toEntry({ messageId, seq, role, message, clientMessageId, sources, createdAt }) {
  const sendId = clientMessageId ?? undefined;
  const key = role === 'customer' ? (sendId ?? messageId) : messageId;
  const known = { messageId, seq, role, clientMessageId: sendId, sources: sources ?? [] };
  return { ...known, key, text: message, at: createdAt, state: 'done' };
}
