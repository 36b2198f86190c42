/** A whole marker, or several in one: `[2]`, `[1, 3]`. */
const MARKER = /^\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]/;
/** What may still become one. */
const UNFINISHED = /^\[[\d,\s]{0,24}$/;

/**
 * Lets a streaming text pass, but for markers of sources that do not exist: `[9]` of three is dropped with the blank before it, and
 * `[1, 3]` becomes `[1][3]`. Holds back no more than a marker that is not complete and the blanks before it.
 */
export class MarkerFilter {
  readonly #sources: number;
  readonly #cited = new Set<number>();
  #pending = '';

  /** `sources` is how many there are; they are numbered from 1. */
  constructor(sources: number) {
    this.#sources = sources;
  }

  /** Numbers of the sources that were cited so far. */
  get cited(): ReadonlySet<number> {
    return this.#cited;
  }

  /** What may be told now; empty when all of it has to wait. */
  push(delta: string): string {
    this.#pending += delta;
    let out = '';
    for (;;) {
      const open = this.#pending.search(/\s*\[/);
      if (open < 0) {
        const blanks = /\s*$/.exec(this.#pending)?.index ?? this.#pending.length;
        out += this.#pending.slice(0, blanks);
        this.#pending = this.#pending.slice(blanks);
        return out;
      }
      out += this.#pending.slice(0, open);
      this.#pending = this.#pending.slice(open);
      const told = this.#bracket();
      if (told === null) return out;
      out += told;
    }
  }

  /** What was held back when no more comes; a marker that was never finished is dropped. */
  end(): string {
    const rest = this.#pending;
    this.#pending = '';
    return UNFINISHED.test(rest.trimStart()) ? '' : rest;
  }

  /** Takes the bracket that `#pending` begins with, blanks before it included; null while it may become a marker. */
  #bracket(): string | null {
    const start = this.#pending.indexOf('[');
    const rest = this.#pending.slice(start);
    if (UNFINISHED.test(rest)) return null;
    const blanks = this.#pending.slice(0, start);
    const [marker, list] = MARKER.exec(rest) ?? [];
    const length = marker?.length ?? 1;
    this.#pending = rest.slice(length);
    if (list === undefined) return `${blanks}[`;
    const valid = list
      .split(',')
      .map(Number)
      .filter((index) => index >= 1 && index <= this.#sources);
    for (const index of valid) this.#cited.add(index);
    return valid.length === 0 ? '' : blanks + valid.map((index) => `[${index}]`).join('');
  }
}
