/**
 * @import { Ticket } from '@frontdesk/client'
 * @import { DeskApi } from '../api/desk-api.js'
 *
 * @typedef {'open' | 'waiting' | 'mine' | 'solved'} Filter
 */

const WAITING = new Set(['requested', 'queued', 'timed_out']);
const DONE = new Set(['solved', 'closed']);
const PRIORITIES = ['urgent', 'high', 'normal', 'low'];
/** More open tickets than this are loaded when they are asked for. */
const FIRST_PAGES = 5;

/** The tickets as they are known here: loaded in pages, and changed by what the desk tells of them. */
export class Queue {
  /** @type {Map<string, Ticket>} */
  #tickets = new Map();
  /** Where each list goes on; null: it is whole. @type {Record<'open' | 'solved', string | null>} */
  #next = { open: null, solved: null };
  #loaded = { open: false, solved: false };
  #api;
  #isMine;

  /**
   * @param {DeskApi} api
   * @param {(ticket: Ticket) => boolean} isMine
   */
  constructor(api, isMine) {
    this.#api = api;
    this.#isMine = isMine;
  }

  /**
   * Loads the open tickets anew, and returns those that began to wait since they were last known.
   *
   * @throws {import("@frontdesk/client").DeskError}
   */
  async load() {
    const first = !this.#loaded.open;
    const before = [...this.#tickets.values()];
    /** @type {Map<string, Ticket>} */
    const found = new Map();
    let next = /** @type {string | null} */ (null);
    for (let page = 0; page < FIRST_PAGES; page += 1) {
      const { data, nextCursor, hasMore } = await this.#api.tickets('open', next);
      for (const ticket of data) found.set(ticket.ticketId, ticket);
      next = hasMore ? nextCursor : null;
      if (next === null) break;
    }
    for (const ticket of before) {
      if (!isDone(ticket) && !found.has(ticket.ticketId)) this.#tickets.delete(ticket.ticketId);
    }
    this.#next.open = next;
    this.#loaded.open = true;
    return [...found.values()].filter((ticket) => this.put(ticket) && !first);
  }

  /**
   * Loads the next page of what a filter shows.
   *
   * @param {Filter} filter
   * @throws {import("@frontdesk/client").DeskError}
   */
  async more(filter) {
    const which = filter === 'solved' ? 'solved' : 'open';
    const { data, nextCursor, hasMore } = await this.#api.tickets(which, this.#next[which]);
    for (const ticket of data) this.put(ticket);
    this.#next[which] = hasMore ? nextCursor : null;
    this.#loaded[which] = true;
  }

  /** @param {Filter} filter */
  hasMore(filter) {
    return this.#next[filter === 'solved' ? 'solved' : 'open'] !== null;
  }

  /** Whether anything of this filter was loaded. @param {Filter} filter */
  isLoaded(filter) {
    return this.#loaded[filter === 'solved' ? 'solved' : 'open'];
  }

  /**
   * Takes in a ticket, unless a newer one of that id is here.
   *
   * @param {Ticket} ticket
   * @returns {boolean} whether it began to wait for a person just now
   */
  put(ticket) {
    const known = this.#tickets.get(ticket.ticketId);
    if (known && known.updatedAt > ticket.updatedAt) return false;
    this.#tickets.set(ticket.ticketId, ticket);
    return isWaiting(ticket) && !(known && isWaiting(known));
  }

  /** @param {string} ticketId */
  get(ticketId) {
    return this.#tickets.get(ticketId);
  }

  /**
   * @param {Filter} filter
   * @returns {Ticket[]} those who wait first, then mine, then others'; the more urgent and older first; solved ones newest first
   */
  list(filter) {
    const all = [...this.#tickets.values()];
    if (filter === 'solved') return all.filter(isDone).sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
    const wanted = {
      open: () => true,
      waiting: isWaiting,
      mine: this.#isMine,
    }[filter];
    return all.filter((ticket) => !isDone(ticket) && wanted(ticket)).sort((a, b) => this.#compare(a, b));
  }

  /**
   * @param {Ticket} a
   * @param {Ticket} b
   */
  #compare(a, b) {
    const group = (/** @type {Ticket} */ ticket) => (isWaiting(ticket) ? 0 : this.#isMine(ticket) ? 1 : 2);
    const urgency = (/** @type {Ticket} */ { priority }) => PRIORITIES.indexOf(priority);
    return group(a) - group(b) || urgency(a) - urgency(b) || a.createdAt.localeCompare(b.createdAt);
  }
}

/** Whether nobody of the company has the customer who asked for a person. @param {Ticket} ticket */
export function isWaiting(ticket) {
  return !isDone(ticket) && ticket.assignee === null && WAITING.has(ticket.handoffState);
}

/** @param {Ticket} ticket */
export function isDone({ status }) {
  return DONE.has(status);
}
