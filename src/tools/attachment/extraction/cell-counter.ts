import { Refusal } from './refusal.js';

const CELL = /<(?:\w+:)?c[\s/>]/g;
/** Longest opening of a cell that may be cut between two chunks, with a namespace prefix. */
const TAIL = 16;

/** Counts the cells of a workbook's sheets while they pass by, before a parser builds rows of them. */
export class CellCounter {
  readonly #limit: number;
  #count = 0;
  #tail = '';

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @throws Refusal */
  see(chunk: Buffer): void {
    const text = this.#tail + chunk.toString('latin1');
    this.#count += (text.match(CELL)?.length ?? 0) - (this.#tail.match(CELL)?.length ?? 0);
    this.#tail = text.slice(-TAIL);
    if (this.#count > this.#limit) {
      throw new Refusal('too_complex', `The workbook has more than ${this.#limit} cells. Send the part that matters.`);
    }
  }
}
