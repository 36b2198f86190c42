/** @import { ConsoleClient } from '@frontdesk/client' */

/** So many customers at most are looked for: those who will be helped next. */
const MOST = 20;

/** Which customers are online. The desk tells it of sessions that are watched, so those at the top of the queue are. */
export class Attendance {
  /** @type {Map<string, boolean>} */
  #online = new Map();
  /** @type {Set<string>} */
  #watched = new Set();
  #client;

  /**
   * @param {ConsoleClient} client
   * @param {() => void} onChange
   */
  constructor(client, onChange) {
    this.#client = client;
    client.on('presence', ({ sessionId, customerOnline }) => {
      if (this.#online.get(sessionId) === customerOnline) return;
      this.#online.set(sessionId, customerOnline);
      onChange();
    });
  }

  /** Undefined: not known. @param {string} sessionId */
  isOnline(sessionId) {
    return this.#online.get(sessionId);
  }

  /**
   * @param {string[]} sessionIds in the order of the queue
   * @param {string | undefined} open the one that is watched anyway, by whoever has it open
   */
  follow(sessionIds, open) {
    const wanted = new Set(sessionIds.filter((sessionId) => sessionId !== open).slice(0, MOST));
    for (const sessionId of this.#watched) {
      if (wanted.has(sessionId)) continue;
      this.#watched.delete(sessionId);
      // A connection that is gone watches nothing.
      if (sessionId !== open) this.#client.unwatch(sessionId).catch(() => undefined);
    }
    for (const sessionId of this.#online.keys()) {
      if (sessionId !== open && !wanted.has(sessionId)) this.#online.delete(sessionId);
    }
    for (const sessionId of wanted) {
      if (this.#watched.has(sessionId)) continue;
      this.#watched.add(sessionId);
      // It is tried again with the next change of the queue.
      this.#client.watch(sessionId).catch(() => this.#watched.delete(sessionId));
    }
  }
}
