/** Irregular English verbs that customers use, each past form before its plain one; forms that are also other words are left out. */
const FORMS =
  'ate-eat eaten-eat became-become begun-begin blown-blow bought-buy broke-break broken-break brought-bring built-build caught-catch chose-choose chosen-choose dealt-deal drawn-draw drew-draw driven-drive drove-drive fallen-fall fell-fall flew-fly flown-fly forgot-forget forgotten-forget froze-freeze frozen-freeze gave-give given-give grew-grow grown-grow heard-hear held-hold hidden-hide kept-keep knew-know known-know lent-lend lost-lose meant-mean met-meet paid-pay proven-prove ridden-ride said-say sent-send shown-show shrank-shrink shrunk-shrink sold-sell spent-spend spoke-speak spoken-speak stole-steal stolen-steal swum-swim taken-take taught-teach thought-think thrown-throw threw-throw told-tell tore-tear torn-tear understood-understand withdrawn-withdraw withdrew-withdraw woke-wake won-win wore-wear worn-wear written-write wrote-write';

const PLAIN: ReadonlyMap<string, string> = new Map(
  FORMS.split(' ').map((pair): [string, string] => {
    const [past = '', plain = ''] = pair.split('-');
    return [past, plain];
  }),
);

/** The plain form of an irregular English past form, any other word as it is. */
export function plainForm(word: string): string {
  return PLAIN.get(word) ?? word;
}
