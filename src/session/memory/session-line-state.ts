import { LINE_SILENCE_MS, MAX_LINE } from '../session-limits.js';

/** One who waits for a lease; without a sign of life until `lapsesAt` it has lost its place. */
export interface LinePlace {
  readonly waiter: string;
  readonly lapsesAt: number;
}

type Line = readonly LinePlace[];

/** The line without those who have lost their places. */
export function standing(line: Line, now: number): Line {
  return line.filter(({ lapsesAt }) => lapsesAt > now);
}

export function withoutWaiters(line: Line, waiters: ReadonlySet<string>): Line {
  return line.filter(({ waiter }) => !waiters.has(waiter));
}

/** Who may take a free lease: the caller's waiter at the head of the line, or where nobody stands its first one, else one just named. */
export function firstTaker(line: Line, waiters: ReadonlySet<string>, name: () => string): string | undefined {
  const [head] = line;
  if (head) return waiters.has(head.waiter) ? head.waiter : undefined;
  const [first = name()] = waiters;
  return first;
}

/** The line after a sign of life of the caller's waiters: those who stand keep their places, the others come last. */
export function standIn(
  line: Line,
  waiters: ReadonlySet<string>,
  { now, taker }: { readonly now: number; readonly taker?: string },
): Line {
  const lapsesAt = now + LINE_SILENCE_MS;
  const known = new Set(line.map(({ waiter }) => waiter));
  const kept = line.map((place) => (waiters.has(place.waiter) ? { ...place, lapsesAt } : place));
  const added = [...waiters].filter((waiter) => !known.has(waiter)).map((waiter) => ({ waiter, lapsesAt }));
  return [...kept.filter(({ waiter }) => waiter !== taker), ...added.filter(({ waiter }) => waiter !== taker)].slice(
    0,
    MAX_LINE,
  );
}
