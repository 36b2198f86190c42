import { type Mention, TakenStretches } from './mention.js';

/** Digits of the longest and of the shortest number worth keeping (ITU-T E.164: 15; local numbers have 7 and more). */
const MAX_DIGITS = 15;
const MIN_DIGITS = 7;
const MIN_INTERNATIONAL_DIGITS = 8;

const BEFORE = String.raw`(?<![\p{L}\p{N}#_$€£¥]|[\p{N}][-./,: ])`;
const AFTER = String.raw`(?![-./,:]?[\p{L}\p{N}_%€$£])`;
/** Digits with blanks, dots and brackets between. Each text is read in one way only, so that no hostile one takes long. */
const GROUPS = String.raw`(?:(?:[ .\-/]{1,2}\(?|\(|(?<=\)))\d{1,15}\)?){0,8}`;

/** `+49 30 901820`, `0044 20 7946 0958`: a country code says that it is a phone number. */
const INTERNATIONAL = new RegExp(`${BEFORE}(?:\\+|00)[1-9]\\d{0,14}${GROUPS}${AFTER}`, 'gu');

/** `(212) 555-0123`, `1-212-555-0123`: North American numbering plan, area code and exchange start with 2-9. */
const NORTH_AMERICAN = new RegExp(
  `${BEFORE}(?:1[-. ])?(?:\\([2-9]\\d{2}\\) ?|[2-9]\\d{2}[-. ])[2-9]\\d{2}[-. ]\\d{4}${AFTER}`,
  'gu',
);

/** A local number counts only after a word that announces it. */
const ANNOUNCED = new RegExp(
  String.raw`(?<!\p{L})(?:(?:tele)?phone|tel|mobile|cell|whatsapp|call(?: me)?|reach me|text me|tel[eé]fono|m[oó]vil|celular|ll[aá]m[ae]me|telefon(?:nummer)?|handy(?:nummer)?|rückruf|t[eé]l[eé]phone|portable|appelez[- ]moi)` +
    String.raw`(?:\s{1,8}(?:number|no\.?|nr\.?|num[eé]ro|n[uú]mero))?(?:\s{1,8}(?:is|at|on|under|ist|lautet|es|est|al|au|unter))?\s{0,8}(?:[:.=]\s{0,8})?` +
    `(?<number>\\(?\\d{1,15}\\)?${GROUPS})${AFTER}`,
  'giu',
);

/** Every phone number in `text` as digits, with `+` when it came with a country code. Dates, prices and bare digits are none. */
export function phoneNumbers(text: string): Mention[] {
  const found: Mention[] = [];
  const taken = new TakenStretches(text);
  const add = (written: string, start: number): void => {
    const end = start + written.length;
    const value = looksLikeDate(written) ? null : normalise(written);
    if (value !== null && taken.take(start, end)) found.push({ value, start, end });
  };
  for (const match of text.matchAll(INTERNATIONAL)) add(match[0], match.index);
  for (const match of text.matchAll(NORTH_AMERICAN)) add(match[0], match.index);
  for (const match of text.matchAll(ANNOUNCED)) {
    const number = match.groups?.number ?? '';
    add(number, match.index + match[0].length - number.length);
  }
  return found;
}

function normalise(written: string): string | null {
  const digits = written.replace(/\D/g, '');
  const international = /^\s*(?:\+|00)/.test(written);
  const value = international ? `+${digits.replace(/^00/, '')}` : digits;
  const count = international ? value.length - 1 : value.length;
  const least = international ? MIN_INTERNATIONAL_DIGITS : MIN_DIGITS;
  return count >= least && count <= MAX_DIGITS ? value : null;
}

/** `2026-11-20`, `20.11.2026`, `11/20/2026`: three groups that make a day. */
function looksLikeDate(written: string): boolean {
  return /^(?:(?:19|20)\d{2}([-./ ])\d{1,2}\1\d{1,2}|\d{1,2}([-./ ])\d{1,2}\2(?:19|20)\d{2})$/.test(written.trim());
}
