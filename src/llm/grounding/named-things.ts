import { canonicalStems } from './source.js';

const ADDRESS =
  /https?:\/\/[^\s<>()[\]]+|www\.[^\s<>()[\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:\/[^\s<>()[\]]*)?(?![\w@])/giu;
/** Model numbers, codes, abbreviations and names written like "PayPal". */
const CODE =
  /(?<![\p{L}\p{N}-])(?=[\p{L}\p{N}-]*\p{L})(?=[\p{L}\p{N}-]*\p{N})(?:\p{Lu}[\p{L}\p{N}-]*|\p{N}[\p{L}\p{N}-]*\p{Lu}[\p{L}\p{N}-]*)|(?<!\p{L})\p{Lu}{2,}(?!\p{L})|\b\p{L}*\p{Ll}\p{Lu}\p{L}*/gu;
/** Seven digits and more with the blanks and dashes people put in: telephone numbers, references. */
const LONG_NUMBER = /(?<![\p{L}\p{N}])\+?\(?\d[\d ()./-]{5,}\d(?!\p{N})/gu;
const NAME = /(?<=[\p{L}\p{N}%,;] )\p{Lu}\p{Ll}+(?:[ -]\p{Lu}\p{Ll}+)*/gu;
/** Words that English writes large anywhere, and words of politeness. */
const NO_NAME = new Set(
  'I Yes No Please Thanks Hello Dear Sir Madam If To The You Your We Our It This That For When'.split(' '),
);

/** What of `sentence` must be in its sources as it is written, each in a form that `holds` finds. */
export interface NamedThings {
  /** Addresses, codes and long numbers: nobody words them in another way. */
  readonly exact: readonly string[];
  /** Names in mid-sentence. Only a language that writes nothing else large has them. */
  readonly names: readonly string[];
}

export function namedThingsOf(sentence: string, readsNames: boolean): NamedThings {
  const addresses = matchesOf(sentence, ADDRESS).map((address) => address.replace(/[.,;:!?'"]+$/, ''));
  const rest = sentence.replace(ADDRESS, ' ');
  const codes = matchesOf(rest, CODE);
  const numbers = matchesOf(rest, LONG_NUMBER).filter((number) => number.replace(/\D/g, '').length >= 7);
  const names = readsNames ? matchesOf(rest, NAME).flatMap((name) => name.split(/[ -]/)) : [];
  return {
    exact: [...addresses, ...codes, ...numbers].map(squeeze),
    names: names.filter((name) => !NO_NAME.has(name)),
  };
}

/** Whether `source` holds an exact thing, whatever blanks and dashes are in it. */
export function holdsExactly(source: string, thing: string): boolean {
  return squeeze(source).includes(thing);
}

/** Whether the terms of the sources hold every term of a name. */
export function holdsName(stems: ReadonlySet<string>, name: string): boolean {
  return [...canonicalStems(name)].every((stem) => stems.has(stem));
}

function squeeze(text: string): string {
  return text.toLowerCase().replace(/^https?:\/\/|[\s()./-]+/g, '');
}

function matchesOf(text: string, pattern: RegExp): string[] {
  return text.match(pattern) ?? [];
}
