/** What of a text is looked for. Both parts are lower case and hold nothing but words between blanks. */
export interface SearchableText {
  /** Words for the language's dictionary. */
  readonly words: string;
  /** Overlapping pairs of Chinese, Japanese and Korean characters, which no Postgres dictionary can segment. */
  readonly grams: string;
}

const CJK_RUN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー々〆]+/gu;
const APOSTROPHE = /[’‘ʼ＇]/g;
const NOT_A_WORD = /[^\p{L}\p{M}\p{N}']+/gu;

/**
 * Prepares a document's or a question's text for Postgres' parser: compatibility forms folded (NFKC), lower case whatever the
 * server's locale, punctuation dropped so that `e-mail/phone` is three plain words instead of a file path, and CJK runs turned
 * into bigrams (as Lucene's CJKBigramFilter does). Lone surrogates and NUL do not survive.
 */
export function searchableText(text: string): SearchableText {
  const grams: string[] = [];
  const words = text
    .toWellFormed()
    .normalize('NFKC')
    .toLowerCase()
    .replace(APOSTROPHE, "'")
    .replace(CJK_RUN, (run) => {
      pushBigrams(run, grams);
      return ' ';
    })
    .replace(NOT_A_WORD, ' ')
    .trim();
  return { words, grams: grams.join(' ') };
}

function pushBigrams(run: string, grams: string[]): void {
  const characters = Array.from(run);
  if (characters.length === 1) grams.push(run);
  for (let index = 1; index < characters.length; index++) {
    grams.push(`${characters[index - 1] ?? ''}${characters[index] ?? ''}`);
  }
}
