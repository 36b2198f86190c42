import { strings } from '../strings.js';
import { timeOf } from './dates.js';
import { button, el } from './dom.js';
import { RichText } from './rich-text.js';
import { failureNote } from './failure-note.js';

/**
 * @import { Entry } from '../types.js'
 * @import { OpenCitation } from './rich-text.js'
 *
 * @typedef {object} MessageActions
 * @property {OpenCitation} openCitation
 * @property {(clientMessageId: string) => void} retry
 * @property {(clientMessageId: string) => void} edit
 */

/** One line of the conversation. */
export class MessageView {
  #actions;
  #body = el('div', { class: 'message-body' });
  #foot = el('div', { class: 'message-foot' });
  #author = el('p', { class: 'message-author' });
  #text;
  #shownFoot = '';
  node;

  /**
   * @param {Entry} entry
   * @param {MessageActions} actions
   */
  constructor(entry, actions) {
    this.#actions = actions;
    this.#text = new RichText(this.#body, actions.openCitation);
    this.node = el('li', { class: `message from-${entry.role}` }, this.#author, this.#body, this.#foot);
    this.update(entry);
  }

  /** @param {Entry} entry */
  update(entry) {
    this.node.dataset['state'] = entry.state;
    this.#author.textContent = entry.author ?? strings.authors[entry.role];
    // Screen readers wait for the whole answer instead of reading each piece.
    this.node.ariaBusy = String(entry.state === 'streaming');
    this.#showText(entry);
    this.#showFoot(entry);
  }

  /** @param {Entry} entry */
  #showText(entry) {
    const waiting = entry.state === 'streaming' && entry.text === '';
    if (waiting) {
      const stage = strings.stages[entry.stage ?? 'default'] ?? strings.stages['default'];
      this.#body.replaceChildren(el('p', { class: 'working' }, el('span', { class: 'dots' }), stage));
    } else if (entry.role === 'customer' || entry.role === 'system') {
      this.#body.replaceChildren(el('p', { class: 'plain' }, entry.text), fileList(entry.files ?? []));
    } else {
      this.#body.querySelector('.working')?.remove();
      this.#text.show(entry.text, entry.sources);
    }
  }

  /** @param {Entry} entry */
  #showFoot(entry) {
    const { state, sources, failure, at } = entry;
    const wanted = JSON.stringify([state, sources, failure, at]);
    if (wanted === this.#shownFoot) return;
    this.#shownFoot = wanted;
    this.#foot.replaceChildren(...this.#footOf(entry));
  }

  /** @param {Entry} entry */
  #footOf(entry) {
    const { state, clientMessageId, failure } = entry;
    if (state === 'queued') return [el('span', {}, strings.queued)];
    if (state === 'sending') return [el('span', {}, strings.sending)];
    if (state === 'streaming') return [];
    if (failure && clientMessageId) return [failureNote(failure, clientMessageId, this.#actions)];
    return [...this.#sourceList(entry), timeOf(entry.at)];
  }

  /** @param {Entry} entry */
  #sourceList({ sources }) {
    if (sources.length === 0) return [];
    const items = sources.map((source) => {
      const opener = button('', 'source', () => this.#actions.openCitation(source, opener));
      opener.append(el('span', { class: 'source-number' }, String(source.index)), ' ', source.title);
      opener.ariaHasPopup = 'dialog';
      return el('li', {}, opener);
    });
    return [el('ul', { class: 'sources', 'aria-label': strings.sources }, ...items)];
  }
}

/** @param {import('../types.js').UploadedFile[]} files */
function fileList(files) {
  const items = files.map(({ filename }) => el('li', {}, filename));
  return files.length > 0 ? el('ul', { class: 'message-files', 'aria-label': strings.files }, ...items) : '';
}
