/** Openings after which people give their own name. "I'm" and "this is" introduce too much else to count. */
const OPENING =
  "(?:my (?:full )?name(?:'s| is)|(?:please )?call me|i am called|i'm called|mi nombre es|me llamo|mein name ist|ich hei(?:ß|ss)e|je m'appelle|mon nom est|меня зовут|мене звати)";
const NAME_PART = "\\p{Lu}[\\p{L}'’-]{0,30}";
const INTRODUCTION = new RegExp(`(?:^|[^\\p{L}])(?i:${OPENING})\\s+(${NAME_PART}(?:\\s+${NAME_PART}){0,3})`, 'u');

/** The name a customer gives as their own, with its place in `text`; undefined when there is none. Capital letters are asked for. */
export function customerName(text: string): { readonly value: string; readonly start: number } | undefined {
  const found = INTRODUCTION.exec(text.replaceAll('’', "'"));
  if (!found?.[1]) return undefined;
  return { value: found[1].replace(/\s+/g, ' '), start: found.index };
}
