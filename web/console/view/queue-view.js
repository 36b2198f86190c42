import { button, el } from '../../chat/view/dom.js';
import { strings } from '../strings.js';
import { KeyedList } from './keyed-list.js';
import { TicketRow } from './ticket-row.js';

/**
 * @import { Filter } from '../desk/queue.js'
 * @import { Row } from './ticket-row.js'
 *
 * @typedef {object} QueueEvents
 * @property {(ticketId: string) => void} onOpen
 * @property {(filter: Filter) => void} onFilter
 * @property {() => Promise<unknown>} onMore
 */

const FILTERS = /** @type {Filter[]} */ (Object.keys(strings.filters));

/** The list of tickets. Up, down, Home and End move in it, Enter opens; it is one stop of the Tab key. */
export class QueueView {
  #filters;
  #rows = el('ul', { class: 'ticket-rows', 'aria-label': strings.queue });
  #empty = el('p', { class: 'empty' });
  #more;
  #list;
  node;

  /** @param {QueueEvents} events */
  constructor({ onOpen, onFilter, onMore }) {
    this.#filters = FILTERS.map((filter) => ({ filter, node: button('', 'filter', () => onFilter(filter)) }));
    this.#more = button(strings.more, 'button', async () => {
      this.#more.disabled = true;
      await onMore();
      this.#more.disabled = false;
    });
    this.#list = new KeyedList(
      this.#rows,
      (/** @type {Row} */ { ticket }) => ticket.ticketId,
      ({ ticket }) => new TicketRow(ticket.ticketId, onOpen),
    );
    this.#rows.addEventListener('keydown', (event) => this.#onKey(event));
    this.#rows.addEventListener('focusin', ({ target }) => target instanceof HTMLElement && this.#makeStop(target));
    const filters = this.#filters.map(({ node }) => node);
    this.node = el(
      'section',
      { class: 'queue', 'aria-label': strings.queue },
      el('div', { class: 'filters', role: 'group', 'aria-label': strings.filterLabel }, ...filters),
      el('div', { class: 'queue-scroll' }, this.#rows, this.#empty, this.#more),
    );
  }

  /**
   * @param {readonly Row[]} rows
   * @param {{ filter: Filter, counts: Record<Filter, number | undefined>, more: boolean, loading: boolean }} state
   */
  show(rows, { filter: current, counts, more, loading }) {
    for (const { filter, node } of this.#filters) {
      const name = strings.filters[filter];
      const count = counts[filter];
      node.textContent = count ? strings.filterCount(name, count) : name;
      node.ariaPressed = String(filter === current);
    }
    this.#list.show(rows);
    this.#empty.hidden = rows.length > 0;
    this.#empty.textContent = loading ? strings.loading : strings.nothing[current];
    this.#more.hidden = !more;
    const buttons = this.#buttons();
    const stop = buttons.find((row) => row.tabIndex === 0) ?? buttons[0];
    if (stop) this.#makeStop(stop);
  }

  /** @param {string} [ticketId] the row to go to; the first one if it is not there */
  focus(ticketId) {
    const buttons = this.#buttons();
    const row = buttons.find((candidate) => candidate.dataset['ticketId'] === ticketId) ?? buttons[0];
    (row ?? this.#filters[0]?.node)?.focus();
  }

  #buttons() {
    return /** @type {HTMLButtonElement[]} */ ([...this.#rows.querySelectorAll('.ticket-row')]);
  }

  /** @param {HTMLElement} stop */
  #makeStop(stop) {
    for (const row of this.#buttons()) row.tabIndex = row === stop ? 0 : -1;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const buttons = this.#buttons();
    const at = buttons.findIndex((row) => row === document.activeElement);
    const last = buttons.length - 1;
    const to = { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, 0), Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons[to]?.focus();
  }
}
