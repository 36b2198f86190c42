/** An end of a sentence or of a line, with the markers that follow it. */
const END = /[.!?…。！？]["'”’)]*(?:\s?\[\d{1,3}\])*(?=\s|$)|\n/gu;

/** `text` up to the end of its last complete sentence; empty when it holds none. What was cut off may have meant the opposite. */
export function completeSentences(text: string): string {
  const last = [...text.matchAll(END)].at(-1);
  return last ? text.slice(0, last.index + last[0].length).trimEnd() : '';
}
