import { timeOf } from '../../chat/view/dates.js';
import { button, el } from '../../chat/view/dom.js';
import { RichText } from '../../chat/view/rich-text.js';
import { strings } from '../strings.js';

/**
 * @import { Line } from '../types.js'
 * @import { OpenCitation } from '../../chat/view/rich-text.js'
 *
 * @typedef {object} LineActions
 * @property {OpenCitation} openCitation
 * @property {(key: string) => void} retry
 * @property {(key: string) => void} edit
 */

/** One line of the conversation. */
export class LineView {
  #actions;
  #author = el('p', { class: 'line-author' });
  #body = el('div', { class: 'message-body' });
  #foot = el('div', { class: 'message-foot' });
  #rich;
  #shownFoot = '';
  node;

  /**
   * @param {Line} line
   * @param {LineActions} actions
   */
  constructor({ role }, actions) {
    this.#actions = actions;
    this.#rich = new RichText(this.#body, actions.openCitation);
    this.node = el('li', { class: `line by-${role}` }, role !== 'event' && this.#author, this.#body, this.#foot);
  }

  /** @param {Line} line */
  update(line) {
    const { role, state, authorName } = line;
    this.node.dataset['state'] = state;
    // Screen readers wait for the whole answer instead of reading each piece.
    this.node.ariaBusy = String(state === 'streaming');
    if (role !== 'event') this.#author.textContent = authorName ?? strings.authors[role];
    this.#showText(line);
    this.#showFoot(line);
  }

  /** @param {Line} line */
  #showText({ role, text, sources, state }) {
    if (role !== 'agent') this.#body.replaceChildren(el('p', { class: 'plain' }, text));
    else if (state === 'streaming' && text === '') {
      this.#body.replaceChildren(el('p', { class: 'working' }, el('span', { class: 'dots' }), strings.working));
    } else {
      this.#body.querySelector('.working')?.remove();
      this.#rich.show(text, [...sources]);
    }
  }

  /** @param {Line} line */
  #showFoot(line) {
    const wanted = JSON.stringify([line.state, line.sources, line.failure, line.at]);
    if (wanted === this.#shownFoot) return;
    this.#shownFoot = wanted;
    this.#foot.replaceChildren(...this.#footOf(line));
  }

  /** @param {Line} line */
  #footOf({ key, state, sources, failure, at }) {
    if (state === 'sending') return [el('span', {}, strings.sending)];
    if (state === 'streaming') return [];
    if (state === 'failed') {
      const again = button(strings.tryAgain, 'link-button', () => this.#actions.retry(key));
      const edit = button(strings.edit, 'link-button', () => this.#actions.edit(key));
      return [el('span', { class: 'failure' }, failure), again, edit];
    }
    return [...this.#sourceList(sources), timeOf(at)];
  }

  /** @param {Line['sources']} sources */
  #sourceList(sources) {
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
