import { type EventEnvelope } from './protocol.js';

/** `new`: tell it. `repeat`: told before. `gap`: others before it were missed. */
export type Place = 'new' | 'repeat' | 'gap';

/** Keeps a session's numbered events in order, each once. */
export class EventOrder {
  /** @param last number of the last event known; null: not known, the first one that comes is new */
  constructor(private last: number | null) {}

  /** Number of the last event told; null: none is known. */
  get lastSeq(): number | null {
    return this.last;
  }

  /** Where an event belongs; a new one counts as told from now on. */
  take({ seq, fromSeq }: Pick<EventEnvelope, 'seq' | 'fromSeq'>): Place {
    if (this.last !== null && seq <= this.last) return 'repeat';
    if (this.last !== null && (fromSeq ?? seq) > this.last + 1) return 'gap';
    this.last = seq;
    return 'new';
  }

  /** What follows `seq` comes next, whatever was told before. */
  moveTo(seq: number): void {
    this.last = seq;
  }
}
