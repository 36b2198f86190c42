import { anyCase } from './any-case.js';
import { type Mention } from './mention.js';

/** Names are few; more than this many of one turn are none. */
const MAX_NAMES = 20;
/** A longer "name" is a sentence. */
const MAX_LENGTH = 80;
/** A part of a name that is shorter stands in too many other words' place. */
const MIN_PART = 3;
/** Parts of names that are words too; alone they are hardly meant as a name. */
const WORDS = new Set(
  'may will mark bill art rose grace hope faith joy dawn drew pat sue rob grant chase price page young long short white black brown green gray best new old von van der den del the and for mrs miss june april august summer autumn king day case order'.split(
    ' ',
  ),
);

/** Finds names that are known, whole or their parts, in what customers write. */
export class KnownNames {
  readonly #names = new Map<string, readonly string[]>();
  #pattern: RegExp | null = null;

  /** Learns a name as it was written, such as `Anna Schmidt`. */
  learn(name: string): void {
    const words = name.trim().split(/\s+/);
    const value = words.join(' ').toLowerCase();
    if (value.length < 2 || value.length > MAX_LENGTH || words.length > 6 || !/\p{L}/u.test(value)) return;
    if (this.#names.has(value) || this.#names.size >= MAX_NAMES) return;
    this.#names.set(value, words);
    this.#pattern = this.#compile();
  }

  /** Every mention; `value` is the whole name that it belongs to. */
  find(text: string): Mention[] {
    if (!this.#pattern) return [];
    return [...text.matchAll(this.#pattern)].map(({ 0: written, index: start }) => ({
      value: this.#nameOf(written),
      start,
      end: start + written.length,
    }));
  }

  #nameOf(written: string): string {
    const value = written.replace(/\s+/g, ' ').replaceAll('’', "'").toLowerCase();
    for (const name of this.#names.keys()) {
      if (name === value || name.split(' ').includes(value)) return name;
    }
    return value;
  }

  /** Whole names in any case first, then their parts with a capital letter. */
  #compile(): RegExp {
    const all = [...this.#names.values()];
    const whole = all
      .filter((words) => words.length > 1)
      .map((words) => words.map((word) => anyCase(literal(word))).join('\\s{1,3}'));
    const parts = all.flatMap((words) => words.filter((word) => words.length === 1 || isTelling(word)));
    const single = [...new Set(parts.filter(isTelling).map((word) => capital(word)))].map(literal);
    const forms = [...whole.sort((one, other) => other.length - one.length), ...single].join('|') || '(?!)';
    return new RegExp(String.raw`(?<![\p{L}\p{N}_])(?:${forms})(?![\p{L}\p{N}_])`, 'gu');
  }
}

function isTelling(word: string): boolean {
  return word.length >= MIN_PART && /\p{L}/u.test(word) && !WORDS.has(word.toLowerCase().replace(/\W/g, ''));
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The word as a pattern; an apostrophe may be straight or curly. */
function literal(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/['’]/g, "['’]");
}
