import { guardLinks } from './guard-links.js';
import { isCutOff, readMarkup } from './link-markup.js';

/** What ends a word as far as links go. */
const BETWEEN = /[\s()[\]<>"“”«»{}|]/u;
/** From here on a word may be a link; what comes before is told at once. */
const MAY_LINK = /[.:/]/;
/** A word that will hardly be anything but the beginning of a link. */
const SCHEME = /(?:hxxps?|https?|www)$/i;
/** What belongs to a link from the mark in its middle on backwards: a scheme, a name, digits. */
const BEFORE_MARK = /[\p{L}\p{N}+-]+$/u;
/** Longer than any link that is worth waiting for. */
const MAX_WORD = 2000;

/**
 * Takes links out of a text as it streams: all that `allowed` does not hold, and every image. Link texts stay. Text without link-like
 * characters passes at once; a word is held back from its first `.`, `:` or `/` on, a bracket until it is closed.
 */
export class LinkGuard {
  readonly #allowed: ReadonlySet<string>;
  #pending = '';
  /** What was told already of the word that `#pending` goes on with. */
  #told = '';
  #last = '';

  constructor(allowed: ReadonlySet<string>) {
    this.#allowed = allowed;
  }

  /** What may be told now; empty when all of it has to wait. */
  push(delta: string): string {
    this.#pending += delta;
    return this.#release(false);
  }

  /** What was held back, when no more comes. */
  end(): string {
    const rest = this.#release(true);
    this.#told = '';
    this.#last = '';
    return rest;
  }

  #release(final: boolean): string {
    let out = '';
    while (this.#pending !== '') {
      if (BETWEEN.test(this.#pending.charAt(0))) this.#told = '';
      const step = this.#told === '' && /^[[(<]/.test(this.#pending) ? this.#markup(final) : this.#word(final);
      if (step === null) break;
      out += step;
      if (step !== '') this.#last = step.slice(-1);
    }
    return out;
  }

  /** The construct that `#pending` begins with; null while it is not complete. */
  #markup(final: boolean): string | null {
    if (!final && isCutOff(this.#pending, this.#last)) return null;
    const { length, text } = readMarkup(this.#pending, this.#last, this.#allowed);
    this.#pending = this.#pending.slice(length);
    return text;
  }

  #word(final: boolean): string | null {
    const at = this.#pending.search(BETWEEN);
    if (at === 0) {
      const character = this.#pending.slice(0, 1);
      this.#pending = this.#pending.slice(1);
      return character;
    }
    if (at > 0 || final || this.#pending.length > MAX_WORD) return this.#wholeWord(at < 0 ? this.#pending.length : at);
    return this.#beginningOfWord();
  }

  #wholeWord(length: number): string {
    const rest = guardLinks(this.#told + this.#pending.slice(0, length), this.#allowed, this.#told.length);
    this.#pending = this.#pending.slice(length);
    this.#told = '';
    return rest;
  }

  #beginningOfWord(): string | null {
    const safe = safeLength(this.#told + this.#pending) - this.#told.length;
    if (safe <= 0) return null;
    const out = this.#pending.slice(0, safe);
    this.#pending = this.#pending.slice(safe);
    this.#told += out;
    return out;
  }
}

/** How much of the beginning of a word is no part of a link, whatever follows. */
function safeLength(word: string): number {
  const mark = word.search(MAY_LINK);
  const head = mark < 0 ? word : word.slice(0, mark);
  // A full stop at the end is likely the end of a sentence.
  const linkish = mark < 0 || mark === word.length - 1 ? SCHEME : BEFORE_MARK;
  return head.length - (linkish.exec(head)?.[0].length ?? 0);
}
