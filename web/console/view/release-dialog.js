import { button, el } from '../../chat/view/dom.js';
import { strings } from '../strings.js';

/** @typedef {{ status: 'open' | 'pending' | 'solved', note?: string }} Release */

/** Asks how a conversation is given back. Escape closes it; the browser gives the focus back to the button that opened it. */
export class ReleaseDialog {
  #note = el('textarea', { id: 'release-note', rows: '3', maxlength: '2000' });
  #form = el('form', { class: 'release', method: 'dialog' });
  #dialog = el('dialog', { class: 'release-dialog', 'aria-labelledby': 'release-title' }, this.#form);

  /** @param {(how: Release) => void} onRelease */
  constructor(onRelease) {
    const choices = Object.entries(strings.releaseStatuses).map(([value, words]) =>
      el('label', {}, el('input', { type: 'radio', name: 'status', value, checked: value === 'pending' }), words),
    );
    const submit = button(strings.release, 'button primary', () => undefined);
    submit.type = 'submit';
    this.#form.append(
      el('h2', { id: 'release-title' }, strings.releaseTitle),
      el('p', {}, strings.releaseText),
      el('fieldset', {}, el('legend', {}, strings.releaseStatus), ...choices),
      el('label', { for: 'release-note' }, strings.releaseNote),
      this.#note,
      el(
        'div',
        { class: 'dialog-foot' },
        button(strings.cancel, 'button', () => this.#dialog.close()),
        submit,
      ),
    );
    this.#form.addEventListener('submit', () => {
      const status = /** @type {Release['status']} */ (String(new FormData(this.#form).get('status')));
      const note = this.#note.value.trim();
      onRelease({ status, ...(note && { note }) });
    });
  }

  get node() {
    return this.#dialog;
  }

  open() {
    this.#form.reset();
    this.#dialog.showModal();
  }
}
