import { ConsoleClient } from '@frontdesk/client';
import { el } from '../../chat/view/dom.js';
import { strings } from '../strings.js';
import { QueueView } from '../view/queue-view.js';
import { TicketView } from '../view/ticket-view.js';
import { failureWords } from '../view/words.js';
import { Attendance } from './attendance.js';
import { OpenTicket } from './open-ticket.js';
import { isWaiting, Queue } from './queue.js';

/**
 * @import { Ticket } from '@frontdesk/client'
 * @import { Credentials } from '../api/credentials.js'
 * @import { DeskApi } from '../api/desk-api.js'
 * @import { Filter } from './queue.js'
 *
 * @typedef {object} DeskScreen
 * @property {(connected: boolean) => void} onConnection
 * @property {(degraded: boolean) => void} onDegraded
 * @property {(words: string) => void} onTrouble
 * @property {(ticket: Ticket) => void} onNewTicket
 * @property {() => void} onRefused the key is no longer good
 */

/** Waiting times are counted in minutes. */
const CLOCK_MS = 30_000;

/** What a signed-in person works with: the queue, kept live, and one open ticket at most. */
export class Desk {
  #credentials;
  #screen;
  #api;
  #client;
  #queue;
  #queueView;
  /** @type {Filter} */
  #filter = 'open';
  #attendance;
  /** @type {{ ticket: OpenTicket, view: TicketView } | undefined} */
  #open;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #clock;
  /** @type {Map<string, string>} */
  #drafts = new Map();
  /** Where the open ticket stands. */
  #place = el('div', { class: 'place' });
  node;

  /**
   * @param {DeskApi} api
   * @param {Credentials} credentials
   * @param {DeskScreen} screen
   */
  constructor(api, credentials, screen) {
    this.#api = api;
    this.#credentials = credentials;
    this.#screen = screen;
    this.#queue = new Queue(api, (ticket) => this.#isMine(ticket));
    this.#queueView = new QueueView({
      onOpen: (ticketId) => void this.#openTicket(ticketId),
      onFilter: (filter) => void this.#setFilter(filter),
      onMore: () => this.#try(() => this.#queue.more(this.#filter)),
    });
    this.node = el('div', { class: 'desk' }, this.#queueView.node, this.#place);
    this.#client = new ConsoleClient({ url: location.origin, ...credentials });
    this.#attendance = new Attendance(this.#client, () => this.#render());
    this.#listen();
  }

  /** Shows the queue and connects. */
  start() {
    this.#show(undefined);
    void this.#load();
    this.#clock = setInterval(() => this.#render(), CLOCK_MS);
    this.#client.connect();
  }

  close() {
    clearInterval(this.#clock);
    this.#open?.ticket.close();
    this.#client.close();
  }

  #listen() {
    const client = this.#client;
    client.on('ticket.updated', (ticket) => this.#take([ticket]));
    client.on('state', (state) => {
      this.#screen.onConnection(state === 'online');
      // What happened meanwhile is not told again.
      if (state === 'online') void this.#load();
    });
    client.on('system.degraded', () => this.#screen.onDegraded(true));
    client.on('system.recovered', () => this.#screen.onDegraded(false));
    client.on('problem', (problem) => {
      if (client.state === 'closed') this.#screen.onRefused();
      else this.#screen.onTrouble(failureWords(problem));
    });
  }

  #load() {
    return this.#try(async () => this.#take(await this.#queue.load(), { loaded: true }));
  }

  /**
   * @param {readonly Ticket[]} tickets that changed
   * @param {{ loaded?: boolean }} [how] loaded: they are in the queue already
   */
  #take(tickets, { loaded = false } = {}) {
    for (const ticket of tickets) {
      if (loaded || this.#queue.put(ticket)) this.#screen.onNewTicket(ticket);
      if (ticket.ticketId === this.#open?.ticket.ticketId) this.#open.ticket.take(ticket);
    }
    this.#render();
  }

  /** @param {string} ticketId */
  async #openTicket(ticketId) {
    const ticket = this.#queue.get(ticketId);
    if (!ticket) return;
    if (this.#open?.ticket.ticketId === ticketId) return this.#open.view.focus();
    this.#open?.ticket.close();
    const view = new TicketView({
      isMine: (changed) => this.#isMine(changed),
      leave: () => this.#leave(),
      trouble: (words) => this.#screen.onTrouble(words),
    });
    const work = { client: this.#client, api: this.#api, name: this.#credentials.name, drafts: this.#drafts };
    const open = new OpenTicket(work, ticket, view);
    view.attach(open);
    this.#open = { ticket: open, view };
    this.#show(view);
    this.#render();
    view.focus();
    await open.load();
  }

  #leave() {
    const ticketId = this.#open?.ticket.ticketId;
    this.#open?.ticket.close();
    this.#open = undefined;
    this.#show(undefined);
    this.#render();
    this.#queueView.focus(ticketId);
  }

  /** @param {Filter} filter */
  async #setFilter(filter) {
    this.#filter = filter;
    this.#render();
    if (!this.#queue.isLoaded(filter)) await this.#try(() => this.#queue.more(filter));
  }

  /** @param {TicketView | undefined} view */
  #show(view) {
    this.#place.replaceChildren(view?.node ?? el('p', { class: 'choose' }, strings.chooseTicket));
    // Where there is room for one of them only, the ticket hides the queue.
    this.node.classList.toggle('has-ticket', view !== undefined);
  }

  #render() {
    const now = Date.now();
    const rows = this.#queue.list(this.#filter).map((ticket) => ({
      ...{ ticket, now, waiting: isWaiting(ticket), mine: this.#isMine(ticket) },
      online: this.#attendance.isOnline(ticket.sessionId),
      current: ticket.ticketId === this.#open?.ticket.ticketId,
    }));
    const next = [...this.#queue.list('waiting'), ...this.#queue.list('mine')].map(({ sessionId }) => sessionId);
    this.#attendance.follow(next, this.#open?.ticket.sessionId);
    if (this.#open) this.#open.view.showOnline(this.#attendance.isOnline(this.#open.ticket.sessionId));
    const count = (/** @type {Filter} */ filter) => this.#queue.list(filter).length;
    this.#queueView.show(rows, {
      filter: this.#filter,
      counts: { open: count('open'), waiting: count('waiting'), mine: count('mine'), solved: undefined },
      more: this.#queue.hasMore(this.#filter),
      loading: !this.#queue.isLoaded(this.#filter),
    });
  }

  /** The desk knows people by their key and their name; of the key a browser knows no more than the key itself. @param {Ticket} ticket */
  #isMine({ assignee }) {
    return assignee?.name === this.#credentials.name;
  }

  /** @param {() => Promise<void>} action */
  async #try(action) {
    try {
      await action();
    } catch (error) {
      this.#screen.onTrouble(failureWords(error));
    }
    this.#render();
  }
}
