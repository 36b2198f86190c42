/**
 * Characters that a person does not see and a model reads: zero-width characters, marks of writing direction, blank letters,
 * variation selectors, tags, notes between lines, and all controls but tab and line feed.
 */
const HIDDEN = /(?:\p{Default_Ignorable_Code_Point}|(?![\t\n])\p{Cc}|[\ufff9-\ufffb])+/gu;

/** After these, a joiner or selector builds or colours an emoji. */
const EMOJI = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|[0-9#*])$/u;
/** Scripts that spell words with joiners. */
const SPELLS =
  /^[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Oriya}\p{M}]$/u;

/** `text` without what nobody sees. Line ends become line feeds; joiners that spell a word or an emoji stay. */
export function withoutHiddenCharacters(text: string): string {
  const lines = text.toWellFormed().replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n');
  return lines.replace(HIDDEN, (run, at: number) => (isNeeded(lines, at, run) ? run : ''));
}

/** Longer runs than these are nothing that a keyboard makes. */
function isNeeded(text: string, at: number, run: string): boolean {
  const before = text.slice(Math.max(0, at - 2), at);
  const after = text.slice(at + run.length, at + run.length + 2);
  if (run === '\ufe0f') return EMOJI.test(before);
  if (run === '\u200c') return SPELLS.test(before.slice(-1));
  if (run === '\ufe0f\u200d' || run === '\u200d')
    return (EMOJI.test(before) && /^\p{Extended_Pictographic}/u.test(after)) || SPELLS.test(before.slice(-1));
  return false;
}
