import { el } from '../../chat/view/dom.js';
import { isDone } from '../desk/queue.js';
import { strings } from '../strings.js';
import { howLong, reasonWords } from './words.js';

/**
 * @import { Ticket } from '@frontdesk/client'
 *
 * @typedef {object} Row a ticket as the queue shows it
 * @property {Ticket} ticket
 * @property {boolean} waiting
 * @property {boolean} mine
 * @property {boolean | undefined} online whether the customer is; undefined: not known
 * @property {boolean} current whether it is the one that is open
 * @property {number} now ms since 1970
 */

/** One ticket of the queue: a button that opens it. */
export class TicketRow {
  #button = el('button', { type: 'button', class: 'ticket-row' });
  #shown = '';
  node = el('li', {}, this.#button);

  /**
   * @param {string} ticketId
   * @param {(ticketId: string) => void} onOpen
   */
  constructor(ticketId, onOpen) {
    this.#button.dataset['ticketId'] = ticketId;
    this.#button.addEventListener('click', () => onOpen(ticketId));
  }

  /** @param {Row} row */
  update({ ticket, waiting, mine, online, current, now }) {
    this.#button.ariaCurrent = String(current);
    const { number, priority, reasons, createdAt, updatedAt, assignee, status } = ticket;
    // A ticket that somebody has worked on began to wait anew with its last change.
    const since = waiting && status !== 'new' ? updatedAt : createdAt;
    const time = howLong(since, now);
    const who = waiting ? undefined : mine ? strings.you : (assignee?.name ?? strings.assistant);
    const parts = [
      el('span', { class: 'row-number' }, strings.number(number)),
      el('span', { class: `badge priority-${priority}` }, strings.priorities[priority]),
      online !== undefined && presence(online),
      el('span', { class: 'row-reasons' }, reasonWords(reasons)),
      el('span', { class: 'row-time' }, waiting ? strings.waitingFor(time) : strings.openedAgo(time)),
      who !== undefined &&
        el(
          'span',
          { class: 'row-who' },
          isDone(ticket) ? strings.statuses[status] : `${who} · ${strings.statuses[status]}`,
        ),
    ].filter((part) => part !== false);
    const wanted = parts.map(({ className, textContent }) => className + textContent).join('|');
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    // Spaces keep the words apart where the row is read out as one name.
    this.#button.replaceChildren(...parts.flatMap((part) => [part, ' ']));
  }
}

/** @param {boolean} online */
export function presence(online) {
  return el('span', { class: `presence ${online ? 'is-online' : ''}` }, online ? strings.online : strings.offline);
}
