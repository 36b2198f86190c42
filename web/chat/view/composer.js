import { strings } from '../strings.js';
import { icon } from './icons.js';

/**
 * @typedef {object} ComposerEvents
 * @property {(text: string) => boolean} onSend false: not now, the text stays
 * @property {(draft: string) => void} onDraft
 */

/** Where the customer writes. Enter sends, Shift + Enter breaks the line; the field grows with its text. */
export class Composer {
  #field;
  #send;
  #events;

  /**
   * @param {{ form: HTMLFormElement, field: HTMLTextAreaElement, send: HTMLButtonElement }} parts
   * @param {ComposerEvents} events
   */
  constructor({ form, field, send }, events) {
    this.#field = field;
    this.#send = send;
    this.#events = events;
    field.placeholder = strings.composerPlaceholder;
    send.append(icon('send'));
    field.addEventListener('input', () => this.#changed());
    field.addEventListener('keydown', (event) => this.#onKey(event));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  /** @param {string} text put in front of what is typed already */
  insert(text) {
    this.#field.value = [text, this.#field.value].filter(Boolean).join('\n');
    this.#changed();
  }

  /** Readies the field for the next message, except where an on-screen keyboard would cover the answer. */
  focus() {
    if (matchMedia('(any-hover: hover)').matches) this.#field.focus();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    // While an input method composes, Enter picks a candidate; 229 is how Safari says so after composition ended.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const text = this.#field.value.trim();
    if (text === '' || !this.#events.onSend(text)) return;
    this.#field.value = '';
    this.#changed();
    this.#field.focus();
  }

  #changed() {
    const { style } = this.#field;
    this.#send.disabled = this.#field.value.trim() === '';
    this.#events.onDraft(this.#field.value);
    // Shrinks first: scrollHeight never falls below the current height.
    style.height = 'auto';
    style.height = `${this.#field.scrollHeight + this.#field.offsetHeight - this.#field.clientHeight}px`;
  }
}
