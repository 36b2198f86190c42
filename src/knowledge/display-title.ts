const LONGEST = 80;

/** A title to show: the document's own, else the beginning of its text (at most 80 code units, cut between words). */
export function displayTitle(title: string, text: string): string {
  if (title !== '') return title;
  const line =
    /\S.*/
      .exec(text)?.[0]
      .replace(/^#+\s*/, '')
      .trim() ?? '';
  if (line.length <= LONGEST) return line;
  const cut = line.slice(0, LONGEST);
  return `${cut.slice(0, cut.lastIndexOf(' ') > 0 ? cut.lastIndexOf(' ') : LONGEST).toWellFormed()}…`;
}
