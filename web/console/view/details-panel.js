import { timeOf } from '../../chat/view/dates.js';
import { button, el } from '../../chat/view/dom.js';
import { strings } from '../strings.js';
import { KeyedList } from './keyed-list.js';
import { reasonWords } from './words.js';

/**
 * @import { Ticket } from '@frontdesk/client'
 * @import { Evidence, Fact, Note, TicketDetails } from '../types.js'
 *
 * @typedef {(change: { status?: string, priority?: string, note?: string }) => Promise<boolean>} Change resolves to whether it worked
 */

/** Where a status may go; the desk refuses the rest. @type {Record<Ticket['status'], Ticket['status'][]>} */
const NEXT = {
  new: ['open', 'pending', 'on_hold', 'solved'],
  open: ['pending', 'on_hold', 'solved'],
  pending: ['open', 'on_hold', 'solved'],
  on_hold: ['open', 'pending', 'solved'],
  solved: ['open', 'closed'],
  closed: [],
};
const PRIORITIES = /** @type {Ticket['priority'][]} */ (Object.keys(strings.priorities));

/** What is known of a ticket beside its conversation, and what colleagues noted. */
export class DetailsPanel {
  #change;
  #close;
  #status = el('select', { id: 'status' });
  #priority = el('select', { id: 'priority' });
  #about = el('div', { class: 'about' });
  /** @type {TicketDetails | undefined} */
  #ticket;
  #shownAbout = '';
  #notes = el('ul', { class: 'notes' });
  #noNotes = el('p', { class: 'soft' }, strings.noNotes);
  #noteList = new KeyedList(this.#notes, (/** @type {Note} */ { noteId }) => noteId, noteView);
  node;

  /**
   * @param {Change} change
   * @param {() => void} onClose
   */
  constructor(change, onClose) {
    this.#change = change;
    this.#close = button(strings.closeDetails, 'button details-close', onClose);
    this.#status.addEventListener('change', () => this.#set(this.#status, 'status'));
    this.#priority.addEventListener('change', () => this.#set(this.#priority, 'priority'));
    this.node = el(
      'aside',
      { class: 'details', id: 'details', 'aria-label': strings.details },
      this.#close,
      el('div', { class: 'fields' }, el('label', { for: 'status' }, strings.status), this.#status),
      el('div', { class: 'fields' }, el('label', { for: 'priority' }, strings.priority), this.#priority),
      this.#about,
      el('h3', {}, strings.notes),
      el('p', { class: 'soft' }, strings.notesHint),
      ...[this.#noNotes, this.#notes, this.#noteForm()],
    );
  }

  focus() {
    this.#close.focus();
  }

  /** @param {TicketDetails} ticket */
  show(ticket) {
    const { status, priority, notes = [] } = ticket;
    this.#ticket = ticket;
    fill(this.#status, [status, ...NEXT[status]], strings.statuses);
    fill(this.#priority, PRIORITIES, strings.priorities);
    this.#status.value = status;
    this.#priority.value = priority;
    this.#showAbout(ticket);
    this.#noNotes.hidden = notes.length > 0;
    this.#noteList.show(notes);
  }

  /** @param {TicketDetails} ticket */
  #showAbout({ summary, reasons, explanation = [], note, facts = [] }) {
    const wanted = JSON.stringify([summary, reasons, explanation, note, facts]);
    if (wanted === this.#shownAbout) return;
    this.#shownAbout = wanted;
    this.#about.replaceChildren(
      ...section(strings.why, reasonList(reasons, explanation)),
      ...(note ? section(strings.customerNote, el('p', { class: 'plain' }, note)) : []),
      ...section(strings.summary, el('p', { class: 'plain' }, summary ?? strings.noSummary)),
      ...section(strings.facts, factList(facts)),
    );
  }

  #noteForm() {
    const field = el('textarea', { id: 'note', rows: '2', maxlength: '2000' });
    const submit = button(strings.addNote, 'button', () => undefined);
    submit.type = 'submit';
    const form = el('form', { class: 'note-form' }, el('label', { for: 'note' }, strings.noteLabel), field, submit);
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const note = field.value.trim();
      if (note === '' || submit.disabled) return;
      submit.disabled = true;
      if (await this.#change({ note })) field.value = '';
      submit.disabled = false;
    });
    return form;
  }

  /**
   * @param {HTMLSelectElement} select
   * @param {'status' | 'priority'} field
   */
  async #set(select, field) {
    select.ariaBusy = 'true';
    const worked = await this.#change({ [field]: select.value });
    if (!worked && this.#ticket) select.value = this.#ticket[field];
    select.ariaBusy = 'false';
  }
}

/**
 * @template {string} Value
 * @param {HTMLSelectElement} select
 * @param {Value[]} values the first one is kept to go back to
 * @param {Record<Value, string>} words
 */
function fill(select, values, words) {
  const wanted = values.join();
  if (select.dataset['values'] === wanted) return;
  select.dataset['values'] = wanted;
  select.replaceChildren(...values.map((value) => el('option', { value }, words[value])));
}

/**
 * @param {string} title
 * @param {HTMLElement} content
 */
function section(title, content) {
  return [el('h3', {}, title), content];
}

/**
 * @param {readonly string[]} reasons
 * @param {readonly Evidence[]} explanation
 */
function reasonList(reasons, explanation) {
  const items = reasons.map((reason) => {
    const evidence = explanation.filter((entry) => entry.reason === reason);
    const words = evidence.map((entry) => strings.evidence(entry.evidence.replaceAll('_', ' '), entry.confidence));
    return el(
      'li',
      {},
      reasonWords([reason]),
      words.length > 0 && el('span', { class: 'soft' }, ` ${words.join(', ')}`),
    );
  });
  return el('ul', {}, ...items);
}

/** @param {readonly Fact[]} facts */
function factList(facts) {
  if (facts.length === 0) return el('p', { class: 'soft' }, strings.noFacts);
  const pairs = facts.flatMap(({ kind, value }) => [
    el('dt', {}, strings.factKinds[kind] ?? kind),
    el('dd', {}, value),
  ]);
  return el('dl', {}, ...pairs);
}

/** @param {Note} note */
function noteView({ author, text, createdAt }) {
  const head = el('p', { class: 'soft' }, author.name, ' · ', timeOf(createdAt));
  // A note never changes.
  return { node: el('li', {}, head, el('p', { class: 'plain' }, text)), update: () => undefined };
}
