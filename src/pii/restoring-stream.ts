import { type Disguise } from './disguise.js';
import { CUT_OFF_TOKEN, readToken, TOKEN, unfinishedFrom } from './token-shape.js';

/**
 * Puts values back into a text as it streams, however its tokens are cut. Holds back no more than what may be the beginning of a
 * token, at most 32 characters.
 */
export class RestoringStream {
  readonly #disguise: Disguise;
  #pending = '';
  /** The character before `#pending`: a word that goes on is no token. */
  #last = '';

  constructor(disguise: Disguise) {
    this.#disguise = disguise;
  }

  /** What may be told now; empty when all of it has to wait. */
  push(delta: string): string {
    if (!this.#disguise.active) return delta;
    this.#pending += delta;
    // Half a character does not tell whether a word goes on.
    const text = (this.#last + this.#pending).replace(/[\uD800-\uDBFF]$/, '');
    return this.#release(Math.max(unfinishedFrom(text), this.#last.length));
  }

  /** What was held back, when no more comes. Half a token is dropped, one that lacks only its bracket is read. */
  end(): string {
    const text = this.#last + this.#pending;
    const cut = this.#disguise.active ? CUT_OFF_TOKEN.exec(text) : null;
    const told = this.#release(cut?.index ?? text.length);
    this.#pending = '';
    this.#last = '';
    if (!cut) return told;
    return told + (readToken(cut[0])?.number == null ? '' : this.#disguise.restoreToken(cut[0]));
  }

  /** Tells the text up to `until`, an offset that counts `#last` too. */
  #release(until: number): string {
    const text = this.#last + this.#pending;
    let told = '';
    let at = this.#last.length;
    let end = until;
    for (const { 0: written, index } of text.matchAll(TOKEN)) {
      if (index < at) continue;
      if (index >= until) break;
      told += text.slice(at, index) + this.#disguise.restoreToken(written);
      at = index + written.length;
      end = Math.max(end, at);
    }
    told += text.slice(at, end);
    this.#pending = text.slice(end);
    // Two units: the second half of a character of another plane says nothing by itself.
    this.#last = text.slice(Math.max(0, end - 2), end);
    return told;
  }
}
