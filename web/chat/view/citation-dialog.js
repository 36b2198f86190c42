import { strings } from '../strings.js';
import { button, el } from './dom.js';
import { icon } from './icons.js';
import { safeUrl } from './safe-url.js';

/** @import { Citation } from '@frontdesk/client' */

/** Shows the passage an answer rests on. Escape, the close button and a click beside it close it; focus returns. */
export class CitationDialog {
  #dialog;
  /** @type {HTMLElement | undefined} */
  #opener;

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.#dialog = dialog;
    dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
    dialog.addEventListener('close', () => this.#opener?.focus());
  }

  /**
   * @param {Citation} citation
   * @param {HTMLElement} opener gets the focus back
   */
  open(citation, opener) {
    this.#opener = opener;
    this.#dialog.replaceChildren(this.#content(citation));
    this.#dialog.showModal();
  }

  /** @param {Citation} citation */
  #content({ index, title, quote, url, support }) {
    const close = button('', 'icon-button', () => this.#dialog.close());
    close.ariaLabel = strings.citationClose;
    close.append(icon('close'));
    const href = safeUrl(url);
    const note = support && strings.citationSupport[support];
    const target = { href, target: '_blank', rel: 'noopener noreferrer' };
    return el(
      'div',
      { class: 'citation-panel' },
      el('p', { class: 'citation-eyebrow' }, strings.citationEyebrow(index)),
      close,
      el('h2', { id: 'citation-title' }, title),
      el('blockquote', {}, quote),
      note && el('p', { class: 'citation-note' }, note),
      href && el('a', { class: 'citation-link', ...target }, strings.citationLink, icon('external')),
    );
  }
}
