import { type Mention } from './mention.js';

/** Thirteen to nineteen digits (ISO/IEC 7812-1), alone or in groups by one blank or hyphen; not within a longer number. */
const DIGITS = /(?<![\p{L}\p{N}_#]|[\p{N}][-./,])\d(?:[ -]?\d){12,18}(?![\p{L}\p{N}_]|[-./,]\d)/gu;

/** First digits and lengths that the card networks give out (the issuers' public ranges); 13 digits are rather a bar code. */
const NETWORKS: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|64[4-9]|65)/, [16, 17, 18, 19]],
  [/^35(?:2[89]|[3-8])/, [16, 17, 18, 19]],
  [/^3(?:0[0-5]|[689])/, [14, 16, 17, 18, 19]],
  [/^62/, [16, 17, 18, 19]],
  [/^(?:50|5[6-9]|63|67)/, [16, 18, 19]],
];

/** Every number of a payment card in `text`: a network's first digits and length, and a right check digit. */
export function cardNumbers(text: string): Mention[] {
  return [...text.matchAll(DIGITS)].flatMap(({ 0: written, index: start }) => {
    const value = written.replace(/\D/g, '');
    return isCard(value) && grouped(written) ? [{ value, start, end: start + written.length }] : [];
  });
}

function isCard(digits: string): boolean {
  const known = NETWORKS.some(([first, lengths]) => lengths.includes(digits.length) && first.test(digits));
  return known && luhn(digits) && !/^(\d)\1+$/.test(digits);
}

/** Cards are written in one piece or in groups of four and more; "4 1 1 1" is a list. */
function grouped(written: string): boolean {
  const groups = written.split(/[ -]/).map(({ length }) => length);
  return groups.length === 1 || (groups.length <= 5 && groups.slice(0, -1).every((length) => length >= 4));
}

/** The check of ISO/IEC 7812-1, annex B (Luhn). */
function luhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    const counted = at % 2 === 0 ? digit : digit * 2;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum % 10 === 0;
}
