/** Endings of English, Spanish, German and French inflection and derivation, longest first. */
const ENDINGS = [
  'izations',
  'isations',
  'ization',
  'isation',
  'ational',
  'ements',
  'ations',
  'aciones',
  'ation',
  'ition',
  'ments',
  'acion',
  'ungen',
  'ement',
  'ment',
  'ness',
  'able',
  'ible',
  'ings',
  'tion',
  'sion',
  'ally',
  'ung',
  'ing',
  'ies',
  'ied',
  'ers',
  'ity',
  'ive',
  'est',
  'ed',
  'es',
  'er',
  'en',
  'em',
  'ly',
  'al',
  'os',
  'as',
  'ar',
  'ir',
  'or',
  's',
  'e',
  'y',
  'a',
  'o',
  'n',
  'i',
];
const MIN_STEM = 4;
/** Plural and verb endings that may leave a short stem: "fees" -> "fee", "paid" stays. */
const SHORT_ENDINGS = new Set(['s', 'ing', 'ed']);
const MIN_SHORT_STEM = 3;

/** Alphabets whose endings are not in the table are compared by their words' beginnings. */
const OTHER_SCRIPT_STEM = 5;
const LATIN = /^[a-z0-9\u00df-\u024f]/;

/**
 * A light stem: endings are taken off while at least four letters stay, doubled last letters become one. It need not be a word;
 * it needs to be the same for "refund", "refunds", "refunded". In the manner of Lovins (1968), with a much smaller table.
 */
export function stem(word: string): string {
  if (!LATIN.test(word)) return word.slice(0, OTHER_SCRIPT_STEM);
  let rest = word;
  for (let shorter = shorten(rest); shorter !== rest; shorter = shorten(rest)) rest = shorter;
  return rest;
}

function shorten(word: string): string {
  if (word.length <= MIN_SHORT_STEM) return word;
  for (const ending of ENDINGS) {
    const length = word.length - ending.length;
    const least = SHORT_ENDINGS.has(ending) ? MIN_SHORT_STEM : MIN_STEM;
    if (length >= least && word.endsWith(ending) && !(ending === 's' && /[su]s$/.test(word)))
      return undouble(word.slice(0, length));
  }
  return word;
}

function undouble(word: string): string {
  const last = word.at(-1);
  return word.length > MIN_STEM && last === word.at(-2) ? word.slice(0, -1) : word;
}
