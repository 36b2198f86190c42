import { type TurnEvent } from './protocol.js';

/** The turn that was told of last; a session has one at a time. Keeps its events for a message that turns out to be answered by it. */
export class CurrentTurn {
  private turnId: string | null = null;
  private told: TurnEvent[] = [];
  private startsAfter = 0;
  private running = false;

  take(event: TurnEvent): void {
    if (event.turnId !== this.turnId) {
      this.turnId = event.turnId;
      this.told = [];
      this.startsAfter = (event.fromSeq ?? event.seq) - 1;
    }
    this.told.push(event);
    this.running = event.type !== 'complete' && event.type !== 'error';
  }

  /** Nothing more of it will come. */
  end(): void {
    this.running = false;
  }

  /** What was told of a turn; empty when it is not the last one. */
  eventsOf(turnId: string): readonly TurnEvent[] {
    return turnId === this.turnId ? this.told : [];
  }

  /** From where a client that knows nothing but finished messages has to resume, so that an answer under way is told whole. */
  resumeSeq(lastSeq: number): number {
    return this.running ? this.startsAfter : lastSeq;
  }
}
