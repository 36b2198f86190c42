import { strings } from '../strings.js';

/** What goes on right now, above the field: an answer that is being made and can be stopped, a person who writes. */
export class Activity {
  #parts;
  /** @type {string | undefined} */
  #writer;
  #answering = false;

  /**
   * @param {{ row: HTMLElement, text: HTMLElement, stop: HTMLButtonElement }} parts
   * @param {() => void} onStop
   */
  constructor(parts, onStop) {
    this.#parts = parts;
    parts.stop.addEventListener('click', onStop);
  }

  /** @param {string | undefined} name of the person who writes */
  writing(name) {
    this.#writer = name;
    this.#show();
  }

  /** @param {boolean} on */
  answering(on) {
    if (on === this.#answering) return;
    this.#answering = on;
    this.#show();
  }

  #show() {
    const { row, text, stop } = this.#parts;
    text.textContent = this.#writer ? strings.writes(this.#writer) : '';
    // The answer itself says that it is being made.
    stop.hidden = !this.#answering;
    row.hidden = !this.#writer && !this.#answering;
  }
}
