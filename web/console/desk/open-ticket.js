import { DeskError, newId } from '@frontdesk/client';
import { strings } from '../strings.js';
import { failureWords } from '../view/words.js';
import { Thread } from './thread.js';

/**
 * @import { ConsoleClient, SessionEvent, Ticket } from '@frontdesk/client'
 * @import { DeskApi } from '../api/desk-api.js'
 * @import { Line, TicketDetails } from '../types.js'
 *
 * @typedef {object} Work what a person works with
 * @property {ConsoleClient} client
 * @property {DeskApi} api
 * @property {string} name
 * @property {Map<string, string>} drafts what was written but not delivered, by ticket
 *
 * @typedef {object} TicketScreen
 * @property {(ticket: TicketDetails) => void} showTicket
 * @property {(lines: readonly Line[]) => void} showLines
 * @property {(text: string) => void} addDraft puts it into the reply box, before what is there
 * @property {() => string} takeDraft empties the reply box
 * @property {(words: string | undefined) => void} showTyping
 * @property {(words: string) => void} showTrouble something asked for did not work
 * @property {(state: 'loading' | 'ready' | 'failed') => void} showState
 */

/** One ticket and its conversation, live from when it is opened until it is left. */
export class OpenTicket {
  thread;
  #work;
  #screen;
  /** @type {TicketDetails} */
  #ticket;
  /** Events that came while the history was still being read. @type {SessionEvent[] | undefined} */
  #held = [];
  /** @type {(() => void)[]} */
  #listening = [];
  #sending = Promise.resolve();
  #closed = false;

  /**
   * @param {Work} work
   * @param {Ticket} ticket
   * @param {TicketScreen} screen
   */
  constructor(work, ticket, screen) {
    this.#work = work;
    this.#ticket = ticket;
    this.#screen = screen;
    this.thread = new Thread((lines) => screen.showLines(lines));
    this.#listen();
    screen.showTicket(ticket);
    screen.addDraft(work.drafts.get(ticket.ticketId) ?? '');
    work.drafts.delete(ticket.ticketId);
  }

  get ticketId() {
    return this.#ticket.ticketId;
  }

  get sessionId() {
    return this.#ticket.sessionId;
  }

  async load() {
    this.#screen.showState('loading');
    try {
      await Promise.all([this.#loadConversation(), this.#loadDetails()]);
      this.#screen.showState('ready');
    } catch (error) {
      this.#screen.showState('failed');
      this.#screen.showTrouble(failureWords(error));
    }
  }

  close() {
    for (const stop of this.#listening) stop();
    this.typing(false);
    this.#closed = true;
    this.#keep(this.thread.undelivered);
    this.#keep(this.#screen.takeDraft());
    // Who is gone has nothing left to leave.
    this.#work.client.unwatch(this.sessionId).catch(() => undefined);
  }

  /** Somebody changed the ticket: its notes and what happened are read anew. @param {Ticket} ticket */
  take(ticket) {
    if (ticket.updatedAt < this.#ticket.updatedAt) return;
    this.#show({ ...this.#ticket, ...ticket });
    // What is on screen stays good enough until the next change.
    this.#loadDetails().catch(() => undefined);
  }

  /** Takes the conversation over from the agent. */
  claim() {
    return this.#try(async () => {
      const { ticket } = await this.#work.client.claim(this.ticketId);
      this.#show({ ...this.#ticket, ...ticket });
    });
  }

  /** Gives it back. @param {{ status?: 'open' | 'pending' | 'solved', note?: string }} how */
  release(how) {
    return this.#try(async () => {
      this.typing(false);
      const { ticket } = await this.#work.client.release(this.ticketId, how);
      this.#show({ ...this.#ticket, ...ticket });
      await this.#loadDetails();
    });
  }

  /** @param {{ status?: string, priority?: string, note?: string }} change */
  change(change) {
    return this.#try(async () => {
      await this.#work.api.change(this.ticketId, change);
      await this.#loadDetails();
    });
  }

  /** Speaks to the customer. @param {string} text */
  send(text) {
    const key = newId();
    const at = new Date().toISOString();
    this.thread.add({ key, role: 'human', text, authorName: this.#work.name, at, state: 'sending' });
    this.#deliver(key);
  }

  /** Sends a failed message again, as the same message. @param {string} key */
  retry(key) {
    this.thread.update(key, { state: 'sending', failure: undefined });
    this.#deliver(key);
  }

  /** Gives up a failed message, for its text to be edited. @param {string} key */
  takeBack(key) {
    const text = this.thread.get(key)?.text ?? '';
    this.thread.remove(key);
    return text;
  }

  /** Tells the customer whether somebody is writing; call it at every key stroke. @param {boolean} on */
  typing(on) {
    this.#work.client.typing(this.sessionId, on);
  }

  #listen() {
    const { client, name } = this.#work;
    const ours = (/** @type {{ sessionId: string }} */ { sessionId }) => sessionId === this.sessionId;
    const apply = (/** @type {SessionEvent} */ event) => {
      if (!ours(event)) return;
      if (this.#held) this.#held.push(event);
      else this.thread.apply([event]);
    };
    this.#listening = [
      client.on('event', apply),
      client.on('message.created', apply),
      client.on('handoff.updated', apply),
      client.on('reset', (reset) => ours(reset) && !this.#held && void this.#catchUp()),
      client.on('typing', (typing) => {
        if (!ours(typing) || (typing.who === 'human' && typing.name === name)) return;
        const words = typing.who === 'customer' ? strings.customerTyping : strings.colleagueTyping(typing.name ?? '');
        this.#screen.showTyping(typing.on ? words : undefined);
      }),
    ];
  }

  async #loadConversation() {
    this.#held = [];
    // From the beginning: an answer that is being written is then seen whole. What is too long comes with the history.
    await this.#work.client.watch(this.sessionId, 0);
    this.thread.merge(await this.#work.api.history(this.sessionId, 0));
    const held = this.#held;
    this.#held = undefined;
    this.thread.apply(held);
  }

  /** Too much was missed for the events to tell. */
  async #catchUp() {
    this.thread.forgetUnfinished();
    await this.#try(async () => this.thread.merge(await this.#work.api.history(this.sessionId, 0)));
  }

  async #loadDetails() {
    const ticket = await this.#work.api.ticket(this.ticketId);
    // A newer one was told meanwhile, and is being read.
    if (ticket.updatedAt >= this.#ticket.updatedAt) this.#show(ticket);
  }

  /** @param {TicketDetails} ticket */
  #show(ticket) {
    this.#ticket = ticket;
    this.#screen.showTicket(ticket);
  }

  /** One after the other, so that the customer reads them in the order they were written. @param {string} key */
  #deliver(key) {
    this.#sending = this.#sending.then(async () => {
      const text = this.thread.get(key)?.text;
      if (text === undefined) return;
      try {
        const stored = await this.#work.client.send(this.sessionId, text, { clientMessageId: key });
        this.thread.update(key, { state: 'done', messageId: stored.messageId, order: stored.messageSeq });
      } catch (error) {
        this.thread.update(key, { state: 'failed', failure: failureWords(error) });
        if (!this.#closed) return;
        this.#keep(text);
        this.#screen.showTrouble(strings.notDelivered(this.#ticket.number, failureWords(error)));
      }
    });
  }

  /** Keeps a text for when the ticket is opened again. @param {string} text */
  #keep(text) {
    const { drafts } = this.#work;
    const kept = [drafts.get(this.ticketId), text].filter(Boolean).join('\n');
    if (kept) drafts.set(this.ticketId, kept);
  }

  /**
   * @param {() => Promise<void>} action
   * @returns {Promise<boolean>} whether it worked
   */
  async #try(action) {
    try {
      await action();
      return true;
    } catch (error) {
      await this.#explain(error);
      return false;
    }
  }

  /** A conflict is of the ticket as it is now: a colleague may have been quicker. @param {unknown} error */
  async #explain(error) {
    if (error instanceof DeskError && error.problem.status === 409) await this.#loadDetails().catch(() => undefined);
    this.#screen.showTrouble(failureWords(error));
  }
}
