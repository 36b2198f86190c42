/** Longest text judged, characters. A wish or a report is short; a pasted log is neither. */
const MAX_TEXT = 4_000;

/** A message as the rules read it: bounded, lower case, plain quotation marks, single blanks. Line breaks end a sentence. */
export function normalise(text: string): string {
  return text
    .slice(0, MAX_TEXT)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/\s*\n\s*/g, '. ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The sentences of a normalised message, without what ends them but a question mark, which says what the sentence is. */
export function sentencesIn(message: string): string[] {
  return message
    .split(/(?<=[?])|[.!;…。！]+(?=\s|$)|[！。]/u)
    .map((sentence) =>
      sentence
        .replace(/[*_"“”()[\]#@]+/g, ' ')
        .replace(/ +/g, ' ')
        .trim(),
    )
    .filter((sentence) => sentence !== '');
}
