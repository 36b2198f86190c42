import { type Mention } from './mention.js';

const BEFORE = String.raw`(?<![\p{L}\p{N}_#]|[\p{N}][-./])`;
const AFTER = String.raw`(?![\p{L}\p{N}_]|[-./][\p{L}\p{N}])`;

/** A form, and the check that numbers of that form pass by chance only rarely. */
interface NationalId {
  readonly form: RegExp;
  readonly isRight: (value: string) => boolean;
}

/** Only ids that their form and their check make certain; a US or a British one has no check and looks like any number. */
const IDS: readonly NationalId[] = [
  // Italy, codice fiscale (D.M. 23/12/1976): letters, digits and a check letter.
  {
    form: new RegExp(
      `${BEFORE}[A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]${AFTER}`,
      'giu',
    ),
    isRight: codiceFiscale,
  },
  // France, numéro de sécurité sociale: sex, year, month, and a key modulo 97.
  {
    form: new RegExp(
      `${BEFORE}[12] ?\\d{2} ?(?:0[1-9]|1[0-2]|[2-4]\\d|50) ?(?:\\d{2}|2[AB]) ?\\d{3} ?\\d{3} ?\\d{2}${AFTER}`,
      'giu',
    ),
    isRight: securiteSociale,
  },
  // Brazil, CPF: written with its dots and hyphen, two check digits.
  { form: new RegExp(`${BEFORE}\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}${AFTER}`, 'gu'), isRight: cpf },
  // Spain, DNI and NIE after their names: eight digits and a check letter would fit too many order numbers.
  {
    form: new RegExp(
      `(?<=(?<!\\p{L})(?:DNI|NIE|NIF)(?: (?:es|number|is|n[úu]mero))?[ :]{1,2})(?:\\d{8}|[XYZ]\\d{7})-?[A-Z]${AFTER}`,
      'giu',
    ),
    isRight: dni,
  },
];

/** Every national id in `text` that a check makes certain, in upper case without blanks and marks. */
export function nationalIds(text: string): Mention[] {
  return IDS.flatMap(({ form, isRight }) =>
    [...text.matchAll(form)].flatMap(({ 0: written, index: start }) => {
      const value = written.replace(/[^\dA-Z]/gi, '').toUpperCase();
      return isRight(value) ? [{ value, start, end: start + written.length }] : [];
    }),
  );
}

/** Values of characters at odd places, of 0-9 and of A-Z alike for A-J. */
const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

function codiceFiscale(code: string): boolean {
  let sum = 0;
  for (let at = 0; at < 15; at++) {
    const digit = Number.parseInt(code.charAt(at), 36);
    const place = digit > 9 ? digit - 10 : digit;
    sum += at % 2 === 0 ? (ODD[place] ?? 0) : place;
  }
  return code.charCodeAt(15) - 65 === sum % 26;
}

function securiteSociale(number: string): boolean {
  // Corsica's departments count as 19 and 18.
  const digits = number.replace('2A', '19').replace('2B', '18');
  const body = BigInt(digits.slice(0, 13));
  return 97n - (body % 97n) === BigInt(digits.slice(13));
}

function cpf(digits: string): boolean {
  if (/^(\d)\1+$/.test(digits)) return false;
  return [9, 10].every((count) => {
    let sum = 0;
    for (let at = 0; at < count; at++) sum += Number(digits[at]) * (count + 1 - at);
    return ((sum * 10) % 11) % 10 === Number(digits[count]);
  });
}

function dni(id: string): boolean {
  const number = Number(id.slice(0, -1).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter))));
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] === id.slice(-1);
}
