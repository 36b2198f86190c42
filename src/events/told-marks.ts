import { LRUCache } from 'lru-cache';

/** Sessions remembered. */
const MAX_SESSIONS = 20_000;

/** What this process knows of sessions' numbers and epochs: the log may forget them while they still matter here. */
export class ToldMarks {
  private readonly marks = new LRUCache<string, { seq: number; epoch: number }>({ max: MAX_SESSIONS });

  /** Highest number that this process has seen; 0: none. */
  seqOf(sessionId: string): number {
    return this.marks.get(sessionId)?.seq ?? 0;
  }

  /** Highest epoch that this process has told with; 0: none. */
  epochOf(sessionId: string): number {
    return this.marks.get(sessionId)?.epoch ?? 0;
  }

  note(
    sessionId: string,
    { seq = 0, epoch = 0 }: { readonly seq?: number | undefined; readonly epoch?: number },
  ): void {
    const mark = this.marks.get(sessionId) ?? { seq: 0, epoch: 0 };
    this.marks.set(sessionId, { seq: Math.max(mark.seq, seq), epoch: Math.max(mark.epoch, epoch) });
  }

  forget(sessionId: string): void {
    this.marks.delete(sessionId);
  }
}
