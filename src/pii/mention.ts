/** A stretch of text that says something; `start` and `end` are offsets in UTF-16 units. */
export interface Mention {
  /** In the form in which two mentions of the same thing are equal. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** The stretches of one text that are taken already; asking costs no more than the stretch is long. */
export class TakenStretches {
  readonly #taken: Uint8Array;

  constructor(text: string) {
    this.#taken = new Uint8Array(text.length);
  }

  /** Takes the stretch, unless a part of it was taken before; says whether it did. */
  take(start: number, end: number): boolean {
    if (this.#taken.subarray(start, end).includes(1)) return false;
    this.#taken.fill(1, start, end);
    return true;
  }
}

/** The text with every mention replaced by letters, so that no later pattern reads it or joins what stood around it. */
export function blanked(text: string, mentions: readonly Pick<Mention, 'start' | 'end'>[]): string {
  if (mentions.length === 0) return text;
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of [...mentions].sort((one, other) => one.start - other.start)) {
    if (end <= at) continue;
    pieces.push(text.slice(at, Math.max(at, start)), 'x'.repeat(end - Math.max(at, start)));
    at = end;
  }
  return pieces.join('') + text.slice(at);
}
