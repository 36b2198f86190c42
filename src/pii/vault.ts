import { type PiiKind } from '../config/pii-variables.js';
import { MAX_SPELLINGS, type ReadToken, type TokenKind, tokenOf } from './token-shape.js';

/** What is said in place of a token that a model made up. */
const NEUTRAL: Readonly<Record<TokenKind, string>> = {
  email: 'your e-mail address',
  phone: 'your phone number',
  card: 'your card',
  iban: 'your account',
  national_id: 'your ID number',
  ip: 'your IP address',
  name: 'your name',
  address: 'your address',
  literal: '…',
};

/** One thing with its spellings, in the order in which they were met. */
interface Kept {
  readonly number: number;
  readonly spellings: string[];
}

/** The values of one answer by their tokens. It lives as long as the answer and is never stored. */
export class Vault {
  readonly #things = new Map<string, Kept>();
  readonly #tokens = new Map<string, string>();
  readonly #values = new Map<string, string>();
  readonly #counts = new Map<TokenKind, number>();
  readonly #onNew: (kind: PiiKind) => void;

  /** `onNew` hears of every token of personal data, by its kind. */
  constructor(onNew: (kind: PiiKind) => void) {
    this.#onNew = onNew;
  }

  /** The token for what was `written`; the same for the same writing, one with a letter for another writing of the same `thing`. */
  tokenFor(kind: TokenKind, thing: string, written: string): string {
    const known = this.#tokens.get(`${kind} ${written}`);
    if (known !== undefined) return known;
    const { number, spellings } = this.#keep(kind, thing);
    spellings.push(written);
    const token = tokenOf(kind, number, spellings.length - 1);
    this.#tokens.set(`${kind} ${written}`, token);
    this.#values.set(token, written);
    if (kind !== 'literal') this.#onNew(kind);
    return token;
  }

  /** What a token stands for; undefined when nothing that is known. A letter too many names the first spelling. */
  valueOf({ kind, number, spelling }: ReadToken): string | undefined {
    if (number === null) return this.#counts.get(kind) === 1 ? this.#values.get(tokenOf(kind, 1, 0)) : undefined;
    return this.#values.get(tokenOf(kind, number, spelling)) ?? this.#values.get(tokenOf(kind, number, 0));
  }

  /** Words for a token of this kind that stands for nothing. */
  neutral({ kind }: ReadToken): string {
    return NEUTRAL[kind];
  }

  #keep(kind: TokenKind, thing: string): Kept {
    const known = this.#things.get(`${kind} ${thing}`);
    if (known && known.spellings.length < MAX_SPELLINGS) return known;
    const number = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, number);
    const kept = { number, spellings: [] };
    this.#things.set(`${kind} ${thing}`, kept);
    return kept;
  }
}
