/** Words that are frequent in one of these languages and rare in the others. */
const FUNCTION_WORDS: Readonly<Record<string, ReadonlySet<string>>> = {
  en: words(
    'a an on as at any once us has was the and of to you your is are with for we our it this that can not will be from have within if by or',
  ),
  es: words(
    'el la los las un una y en más cuesta tarda usted su sus es por para con una puede que del se al nuestro días pedido no más si está',
  ),
  de: words(
    'der die das und sie ihr ihre ist sind für mit wir nicht eine einen werden wird können den dem auf zu von innerhalb',
  ),
  fr: words(
    'le la les un et à au où vous votre vos est sont pour avec nous une des dans du pas peut pouvez sur votre au si cette',
  ),
  pt: words('o a os as e um uma de você seu sua são com uma pode não para em dos do da ao nosso pelo até se'),
  it: words('il la gli un una e di lei suo sono per con una può che del della non nostro si entro al nel'),
  nl: words('de het en u uw is zijn voor met wij niet een kunt van binnen op te wordt'),
};
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['ru', /\p{Script=Cyrillic}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['zh', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['th', /\p{Script=Thai}/gu],
];
/** A script has to make up this share of the letters. */
const MOSTLY = 0.4;

/** The language of a text by its script and its function words; null when too little tells. A guess, good enough to notice a change. */
export function guessLanguage(text: string): string | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return null;
  const script = SCRIPTS.find(([, pattern]) => (text.match(pattern)?.length ?? 0) / letters >= MOSTLY);
  return script ? script[0] : latinLanguage(text);
}

function latinLanguage(text: string): string | null {
  const tokens = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const counts = Object.entries(FUNCTION_WORDS)
    .map(([language, known]) => ({ language, count: tokens.filter((token) => known.has(token)).length }))
    .sort((one, other) => other.count - one.count);
  const [best, next] = counts;
  return best && best.count >= 2 && best.count > (next?.count ?? 0) ? best.language : null;
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
