import { type Mention } from './mention.js';

/** A word of a street's name. */
const WORD = String.raw`\p{Lu}[\p{L}'’.-]{1,30}`;

/** House number first, as in English: "12B Baker Street, London NW1 6XE". */
const ENGLISH = new RegExp(
  String.raw`(?<![\p{L}\p{N}#$€£.-])\d{1,5}[A-Za-z]? (?:${WORD} ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Boulevard|Blvd|Court|Terrace|Crescent|Close|Highway|Parkway)(?![\p{L}\p{N}])\.?` +
    String.raw`(?:,? (?:Apt|Apartment|Flat|Suite|Unit)\.? ?#?\w{1,6})?` +
    String.raw`(?:,? (?:${WORD},? ){0,3}(?:[A-Z]{2} \d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})(?![\p{L}\p{N}]))?`,
  'gu',
);

/** Number last, as in German: "Hauptstraße 12a, 10115 Berlin". */
const GERMAN = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:\p{Lu}[\p{L}-]{1,40}(?:stra(?:ß|ss)e|str\.|allee|gasse|platz|weg|ufer|damm)|(?:${WORD} ){1,3}(?:Stra(?:ß|ss)e|Str\.|Allee|Gasse|Platz|Weg)) \d{1,4} ?[a-z]?(?![\p{L}\p{N}])` +
    String.raw`(?:,? \d{5} ${WORD}(?: (?:am|an der|im) ${WORD})?)?`,
  'gu',
);

/** "12 rue de la Paix", "Calle Mayor 5", "Via Roma 12": the kind of street first, its name and number after it. */
const ROMANCE = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:\d{1,4}(?: ?bis| ?ter)?,? (?:rue|avenue|boulevard|place|chemin|impasse) (?:(?:de|du|des|de la|la|le) |de l['’]|d['’])?${WORD}(?: ${WORD}){0,2}(?:,? \d{5} ${WORD})?` +
    String.raw`|(?:[Cc]alle|[Aa]venida|[Pp]laza|[Vv]ia|[Vv]iale|[Pp]iazza) (?:(?:de|del|de la|della|di) )?${WORD}(?: ${WORD}){0,2},? \d{1,4}(?![\p{L}\p{N}])(?:,? \d{5} ${WORD})?)`,
  'gu',
);

/** Every street address in `text` with its house number. Prefers missing one to taking other words for it. */
export function streetAddresses(text: string): Mention[] {
  // No address without a number: spares the patterns on most messages.
  if (!/\d/.test(text)) return [];
  return [ENGLISH, GERMAN, ROMANCE].flatMap((form) =>
    [...text.matchAll(form)].map(({ 0: written, index: start }) => ({
      value: written.toLowerCase(),
      start,
      end: start + written.length,
    })),
  );
}
