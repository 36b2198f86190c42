import { type PiiConfig } from '../config/pii-config.js';
import { type PiiKind } from '../config/pii-variables.js';
import { piiTokens, piiUnknownTokens } from '../telemetry/pii-metrics.js';
import { kindOfField } from './field-names.js';
import { findPersonalData, type PersonalMention } from './find-personal-data.js';
import { KnownNames } from './known-names.js';
import { isAllowed } from './allowed.js';
import { mapTexts } from './map-texts.js';
import { spansOf } from './spans.js';
import { readToken, TOKEN } from './token-shape.js';
import { Vault } from './vault.js';

/**
 * Replaces personal data by tokens on the way to a model, and tokens by what they stand for on the way back. It holds the values of
 * one answer and nothing of any other, so no token can be read with another customer's data. `restore(hide(x))` is x for every text:
 * what looks like a token in a text of others gets a token of its own.
 */
export class Disguise {
  readonly #kinds: ReadonlySet<PiiKind>;
  readonly #allow: readonly string[];
  readonly #published = new Set<string>();
  readonly #names = new KnownNames();
  readonly #vault = new Vault((kind) => {
    piiTokens.inc({ kind });
  });

  constructor({ kinds, allow }: PiiConfig) {
    this.#kinds = new Set(kinds);
    this.#allow = allow;
  }

  /** Whether it replaces anything at all. */
  get active(): boolean {
    return this.#kinds.size > 0;
  }

  /** Tells a name that texts may hold, whole or in parts. */
  learnName(name: string): void {
    if (this.#kinds.has('name')) this.#names.learn(name);
  }

  /** Tells a text that the company published: what stands in it is no secret of a customer, wherever else it stands. */
  learnPublished(text: string): void {
    if (!this.active) return;
    for (const mention of findPersonalData(text)) this.#published.add(keyOf(mention));
  }

  /** A text of a customer, or about one. */
  hide(text: string): string {
    if (!this.active) return text;
    const found = findPersonalData(text).filter((mention) => this.#isPersonal(mention));
    const names = this.#names.find(text).map((mention) => ({ ...mention, kind: 'name' as const }));
    return this.#replace(text, [...found, ...names]);
  }

  /** A text that the company published: only what looks like a token is replaced. */
  hidePublished(text: string): string {
    return this.active ? this.#replace(text, []) : text;
  }

  /** The value of a field whose name says what it is: `phone`, `customer_name`, `order_number`. */
  hideField(name: string, value: string): string {
    const kind = kindOfField(name);
    if (!this.active || kind === null) return this.hide(value);
    // An order's number stays whatever it looks like; an e-mail address in its place does not.
    if (kind === 'reference') return /^[\w#/-]{1,64}$/.test(value) ? this.hidePublished(value) : this.hide(value);
    return this.hideAs(kind, value);
  }

  /** A value that is known to be of this kind, whole. */
  hideAs(kind: PiiKind, value: string): string {
    const thing = kind === 'phone' ? value.replace(/[^\d+]/g, '') : value.trim().replace(/\s+/g, ' ').toLowerCase();
    const whole = { kind, value: thing, start: 0, end: value.length };
    const telling = kind === 'phone' ? thing.length >= 6 : /[\p{L}\p{N}]{2}/u.test(value);
    return telling && this.#isPersonal(whole) ? this.#replace(value, [whole]) : this.hide(value);
  }

  /** JSON of a tool or a record, field by field; names in it are learned first. */
  hideValue(value: unknown): unknown {
    if (!this.active) return value;
    mapTexts(value, (text, field) => {
      if (kindOfField(field) === 'name') this.learnName(text);
      return text;
    });
    return mapTexts(value, (text, field) => this.hideField(field, text));
  }

  /** What a model wrote, with the values; tokens that it made up become neutral words. */
  restore(text: string): string {
    return this.active ? text.replace(TOKEN, (written) => this.restoreToken(written)) : text;
  }

  /** What one written token stands for. */
  restoreToken(written: string): string {
    const token = readToken(written);
    if (token === null) return '';
    const value = this.#vault.valueOf(token);
    if (value !== undefined) return value;
    piiUnknownTokens.inc({ kind: token.kind });
    return this.#vault.neutral(token);
  }

  /** The input of a call, with the values. A token that was made up stays: words in its place could name something. */
  restoreValue(value: unknown): unknown {
    if (!this.active) return value;
    return mapTexts(value, (text) =>
      text.replace(TOKEN, (written) => {
        const token = readToken(written);
        return (token && this.#vault.valueOf(token)) ?? written;
      }),
    );
  }

  #isPersonal(mention: PersonalMention): boolean {
    return this.#kinds.has(mention.kind) && !this.#published.has(keyOf(mention)) && !isAllowed(mention, this.#allow);
  }

  #replace(text: string, mentions: readonly PersonalMention[]): string {
    let hidden = '';
    let at = 0;
    for (const { kind, value, start, end } of spansOf(text, mentions)) {
      hidden += text.slice(at, start) + this.#vault.tokenFor(kind, value, text.slice(start, end));
      at = end;
    }
    return hidden + text.slice(at);
  }
}

function keyOf({ kind, value }: Pick<PersonalMention, 'kind' | 'value'>): string {
  return `${kind} ${value}`;
}
