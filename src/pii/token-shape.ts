import { PII_KINDS, type PiiKind } from '../config/pii-variables.js';
import { anyCase } from './any-case.js';

/** What a token stands for: personal data, or text of somebody that only looks like a token. */
export type TokenKind = PiiKind | 'literal';

const KINDS: readonly TokenKind[] = [...PII_KINDS, 'literal'];

/** Longest thing that is read as a token, characters: with escapes and blanks as models add them. */
const MAX_TOKEN = 32;

const ANY = KINDS.map((kind) => spelled(kind.toUpperCase())).join('|');
const ANY_WRITTEN = anyCase(ANY);
const NUMBER = String.raw`\d{1,6}[B-Z]?`;
/** `[EMAIL_1]` and what models make of it: `[email 1]`, `[EMAIL-1]`, `[ EMAIL_1 ]`, `\[EMAIL\_1\]`, `[EMAIL]`. */
const BRACKETED = String.raw`\\\[ ?(?:${ANY_WRITTEN})\\?[_ -]?${NUMBER} ?\\\]|\[ ?(?:${ANY_WRITTEN})\\?[_ -]?${NUMBER} ?\]|\[(?:${ANY})\]`;
/** Without its brackets a token is only one with the line and in capitals. */
const BARE = String.raw`(?:${ANY})\\?_${NUMBER}`;
/** The beginning of a token at the end of a text, where it can't go on; two letters of a kind at least. */
const CUT_OFF = String.raw`\[ ?(?:${KINDS.map((kind) => beginnings(kind.toUpperCase(), 2)).join('|')}|(?:${ANY})\\?[_ -]?(?:${NUMBER})?)$`;

/** A token as a model may write it. */
export const TOKEN = new RegExp(String.raw`${BRACKETED}|(?<![\p{L}\p{N}_])${BARE}(?![\p{L}\p{N}_@])`, 'gu');

/** The beginning of a token with which a text ends. */
export const CUT_OFF_TOKEN = new RegExp(CUT_OFF, 'u');

/** Everything in a text of others that a later reading could take for a token or a half one: more than TOKEN and CUT_OFF_TOKEN. */
export const LOOKS_LIKE_TOKEN = new RegExp(`${BRACKETED}|${BARE}|${CUT_OFF}`, 'gu');

/** The beginnings of kinds, from one letter on. */
const BEGUN = anyCase(KINDS.map((kind) => beginnings(kind.toUpperCase(), 1)).join('|'));
/** A text that may become a token with what follows; not one that is complete with its bracket. */
const UNFINISHED = new RegExp(
  String.raw`^(?:\\|\\?\[ ?(?:(?:${BEGUN}|(?:${ANY_WRITTEN})\\?[_ -]?(?:\d{1,6}[B-Zb-z]?)?) ?\\?)?)$`,
  'u',
);
const UNFINISHED_BARE = new RegExp(
  String.raw`^(?:${KINDS.map((kind) => beginnings(kind.toUpperCase(), 1)).join('|')}|(?:${ANY})\\?_?(?:${NUMBER})?)\\?$`,
  'u',
);

/** The token with this kind and number; further spellings of the same thing carry a letter. */
export function tokenOf(kind: TokenKind, number: number, spelling: number): string {
  const letter = spelling === 0 ? '' : String.fromCharCode(65 + spelling);
  return `[${kind.toUpperCase()}_${number}${letter}]`;
}

/** Spellings of one thing that tokens can tell apart: the first has no letter, the others B to Z. */
export const MAX_SPELLINGS = 26;

/** What a written token names; `number` is null when it has none. */
export interface ReadToken {
  readonly kind: TokenKind;
  readonly number: number | null;
  /** 0 for the first spelling. */
  readonly spelling: number;
}

/** Reads what TOKEN or CUT_OFF_TOKEN found; null for half a token. */
export function readToken(written: string): ReadToken | null {
  const plain = written.replace(/[\\[\]]/g, '').trim();
  const [, word = '', number, letter] = /^(.*?)[_ -]?(?:(\d{1,6})([B-Z])?)?$/i.exec(plain) ?? [];
  const kind = KINDS.find((each) => each === word.toLowerCase().replace(' ', '_'));
  if (kind === undefined) return null;
  const spelling = letter === undefined ? 0 : letter.toUpperCase().charCodeAt(0) - 65;
  return { kind, number: number === undefined ? null : Number(number), spelling };
}

/** From where on `text` may be the beginning of a token; its length when nowhere. */
export function unfinishedFrom(text: string): number {
  for (let at = Math.max(0, text.length - MAX_TOKEN); at < text.length; at++) {
    const rest = text.slice(at);
    if (UNFINISHED.test(rest)) return at;
    if (UNFINISHED_BARE.test(rest) && !/[\p{L}\p{N}_]$/u.test(text.slice(Math.max(0, at - 2), at))) return at;
  }
  return text.length;
}

/** A pattern of the beginnings of `word`, from `least` letters on up to all but the last. */
function beginnings(word: string, least: number): string {
  const lengths = Array.from({ length: word.length - least }, (_, place) => word.length - 1 - place);
  return lengths.map((length) => spelled(word.slice(0, length))).join('|');
}

/** A kind of two words may come with a blank or an escape between. */
function spelled(word: string): string {
  return word.replace('_', String.raw`\\?[_ ]`);
}
