import { strings } from '../strings.js';
import { button, el } from './dom.js';

/** @typedef {'offline' | 'ticket' | 'trouble'} NoticeKind */

/** The lines under the page's head: what the customer should know whatever is on screen. One of each kind at most. */
export class Notices {
  #container;

  /** @param {HTMLElement} container */
  constructor(container) {
    this.#container = container;
  }

  /**
   * @param {NoticeKind} kind
   * @param {string} text
   */
  show(kind, text) {
    if (this.#find(kind)?.firstElementChild?.textContent === text) return;
    this.hide(kind);
    const close = kind === 'trouble' && button(strings.dismiss, 'link-button', () => this.hide(kind));
    this.#container.append(el('div', { class: `notice notice-${kind}` }, el('p', {}, text), close));
  }

  /** @param {NoticeKind} kind */
  hide(kind) {
    this.#find(kind)?.remove();
  }

  /** @param {NoticeKind} kind */
  #find(kind) {
    return this.#container.querySelector(`.notice-${kind}`);
  }
}
