import { Outbox } from './outbox.js';
import { SessionKeeper } from './session-keeper.js';
import { Transcript } from './transcript.js';
import { newId } from './new-id.js';

/**
 * @import { ChatApi } from '../api/chat-api.js'
 * @import { ConversationStorage } from './storage.js'
 * @import { Pending, HistoryMessage, Ticket } from '../types.js'
 */

/**
 * @typedef {object} ConversationEvents
 * @property {(reached: boolean) => void} onReach whether the desk could be reached
 * @property {(ticket: Ticket | undefined) => void} onTicket undefined when the conversation has none
 * @property {() => void} onHistoryFailed
 */

/** The customer's conversation: what is on screen, what is under way, and how it comes back after a reload. */
export class Conversation {
  transcript = new Transcript();
  outbox;
  #api;
  #storage;
  #events;
  #sessions;

  /**
   * @param {ChatApi} api
   * @param {ConversationStorage} storage
   * @param {ConversationEvents} events
   * @param {string} endedNotice said where one session ends and the next begins
   */
  constructor(api, storage, events, endedNotice) {
    this.#api = api;
    this.#storage = storage;
    this.#events = events;
    this.#sessions = new SessionKeeper(api, storage, () => this.#end(endedNotice));
    const { transcript } = this;
    const onEscalation = (/** @type {string} */ ticketId) => void this.#onEscalation(ticketId);
    this.outbox = new Outbox({ api, sessions: this.#sessions, storage, transcript }, { ...events, onEscalation });
    storage.onOtherTab((what) => void (what === 'session' ? this.restore() : this.refresh()));
  }

  /** Brings the stored conversation back on screen and goes on with what was under way. */
  async restore() {
    if (this.outbox.busy) return;
    this.transcript.clear();
    this.#events.onTicket(this.#storage.session?.ticket);
    const messages = await this.#fetch(0);
    this.#forgetAnswered(messages);
    this.transcript.merge(messages);
    this.outbox.showFailed();
    this.outbox.resume();
  }

  /** Takes in what others added: a person of the support team, or the customer in another tab. */
  async refresh() {
    if (this.outbox.busy) return;
    const messages = await this.#fetch(this.transcript.lastSeq);
    if (this.outbox.busy) return;
    this.#forgetAnswered(messages);
    this.transcript.merge(messages);
    this.outbox.showFailed();
  }

  /**
   * Asks for a person.
   *
   * @throws {import('../api/request-error.js').RequestError}
   */
  async requestPerson() {
    const ticket = await this.#sessions.run((session) => this.#api.requestPerson(session));
    this.#keepTicket(ticket);
    await this.refresh();
  }

  /**
   * Gives the desk a file of this conversation, to be named in a message.
   *
   * @param {File} file
   * @throws {import('../api/request-error.js').RequestError}
   */
  upload(file) {
    return this.#sessions.run((session) => this.#api.upload(session, file));
  }

  /** @param {Ticket} ticket */
  #keepTicket({ ticketId, number }) {
    this.#sessions.keepTicket({ ticketId, number });
    this.#events.onTicket({ ticketId, number });
  }

  /**
   * A turn opened a ticket by itself. Its number is asked for: a request for a person returns the ticket that is open.
   *
   * @param {string} ticketId
   */
  async #onEscalation(ticketId) {
    this.#keepTicket({ ticketId });
    const ticket = await this.#sessions.runIfOpen((session) => this.#api.requestPerson(session)).catch(() => undefined);
    if (ticket) this.#keepTicket(ticket);
  }

  /** @param {number} afterSeq */
  async #fetch(afterSeq) {
    try {
      const messages = await this.#sessions.runIfOpen((session) => this.#api.history(session, afterSeq));
      return messages ?? [];
    } catch {
      this.#events.onHistoryFailed();
      return [];
    }
  }

  /**
   * A message whose answer the server has stored is no longer under way, even if the answer never reached this page.
   *
   * @param {HistoryMessage[]} messages
   */
  #forgetAnswered(messages) {
    for (const [at, { clientMessageId, role }] of messages.entries()) {
      const next = messages[at + 1];
      if (role === 'customer' && clientMessageId && next && next.role !== 'customer') {
        this.#storage.removePending(clientMessageId);
      }
    }
  }

  /** @param {string} notice */
  #end(notice) {
    this.#events.onTicket(undefined);
    const at = new Date().toISOString();
    this.transcript.archive({ key: newId(), role: 'system', text: notice, sources: [], at, state: 'done' });
  }
}
