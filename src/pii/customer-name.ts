/** After which people give their own name. "I'm" and "this is" introduce too much else to count. */
const OPENING =
  /(?:^|[^\p{L}])(?:my (?:full )?name(?:'s| is)|(?:please )?call me|i am called|i'm called|mi nombre es|me llamo|mein name ist|ich hei(?:ß|ss)e|je m'appelle|mon nom est|меня зовут|мене звати)\s+/giu;
/** One to four words with capital letters, where the opening ends. */
const NAME = /\p{Lu}[\p{L}'-]{0,30}(?:\s+\p{Lu}[\p{L}'-]{0,30}){0,3}/uy;

/** The name a customer gives as their own, with its place in `text`; undefined when there is none. Capital letters are asked for. */
export function customerName(text: string): { readonly value: string; readonly start: number } | undefined {
  const plain = text.replaceAll('’', "'");
  for (const opening of plain.matchAll(OPENING)) {
    NAME.lastIndex = opening.index + opening[0].length;
    const [name] = NAME.exec(plain) ?? [];
    if (name !== undefined) return { value: name.replace(/\s+/g, ' '), start: opening.index };
  }
  return undefined;
}
