import { type Clock } from '../../common/clock.js';
import { type TurnEvent, type TurnEventBody } from './turn-event.js';

/** Stamps the events of one turn; continues the numbering of its session. */
export class EventSequence {
  constructor(
    private readonly sessionId: string,
    private readonly turnId: string,
    private lastSeq: number,
    private readonly clock: Clock,
  ) {}

  /** Number of the last event stamped, in this turn or before it. */
  get last(): number {
    return this.lastSeq;
  }

  stamp(body: TurnEventBody): TurnEvent {
    this.lastSeq += 1;
    return {
      id: `${this.sessionId}:${this.lastSeq}`,
      seq: this.lastSeq,
      sessionId: this.sessionId,
      turnId: this.turnId,
      at: this.clock.date().toISOString(),
      ...body,
    };
  }
}
