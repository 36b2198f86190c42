import { button, el } from '../../chat/view/dom.js';
import { icon } from '../../chat/view/icons.js';
import { strings } from '../strings.js';

/** @typedef {{ onSend: (text: string) => void, onTyping: (on: boolean) => void }} ReplyEvents */

/** Where a person writes to the customer. Ctrl + Enter sends; the field grows with its text. */
export class ReplyBox {
  #field = el('textarea', {
    ...{ id: 'reply', rows: '2', autocomplete: 'off', placeholder: strings.replyPlaceholder },
    'aria-describedby': 'reply-hint',
  });
  #send = button('', 'button primary', () => this.#submit());
  #events;
  node;

  /** @param {ReplyEvents} events */
  constructor(events) {
    this.#events = events;
    this.#send.append(icon('send'), strings.send);
    this.#send.disabled = true;
    this.node = el(
      'div',
      { class: 'reply' },
      el('label', { class: 'visually-hidden', for: 'reply' }, strings.replyLabel),
      this.#field,
      el(
        'div',
        { class: 'reply-foot' },
        el('p', { id: 'reply-hint', class: 'field-hint' }, strings.replyHint),
        this.#send,
      ),
    );
    this.#field.addEventListener('input', () => this.#changed());
    this.#field.addEventListener('blur', () => events.onTyping(false));
    this.#field.addEventListener('keydown', (event) => {
      // While an input method composes, Enter picks a candidate.
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
  }

  /** @param {string} text put in front of what is typed already */
  insert(text) {
    this.#field.value = [text, this.#field.value].filter(Boolean).join('\n');
    this.#fit();
  }

  /** Empties it; returns what was written. */
  take() {
    const text = this.#field.value.trim();
    this.#field.value = '';
    this.#fit();
    return text;
  }

  focus() {
    this.#field.focus();
  }

  #submit() {
    const text = this.take();
    if (text === '') return;
    this.#field.focus();
    this.#events.onSend(text);
  }

  #changed() {
    this.#fit();
    this.#events.onTyping(this.#field.value.trim() !== '');
  }

  #fit() {
    const { style } = this.#field;
    this.#send.disabled = this.#field.value.trim() === '';
    // Shrinks first: scrollHeight never falls below the current height.
    style.height = 'auto';
    // It has no height while it is not on screen.
    if (this.#field.scrollHeight === 0) return;
    style.height = `${this.#field.scrollHeight + this.#field.offsetHeight - this.#field.clientHeight}px`;
  }
}
