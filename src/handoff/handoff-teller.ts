import { Injectable } from '@nestjs/common';
import { TicketFeed } from '../conversation/ticket-feed.js';
import { SessionEvents } from '../events/session-events.js';
import { type SaidMessage } from './human-message.js';
import { type RecordedEvent, type WrittenMove } from './ticket-move.js';
import { toHandoff } from './ticket-record.js';

/** What told a step; null: it had nothing of that kind. */
export interface ToldMove {
  /** Number of its `handoff.updated`. */
  readonly stateSeq: number | null;
  readonly message: SaidMessage | null;
}

/** Tells customers and consoles what is on record. */
@Injectable()
export class HandoffTeller {
  constructor(
    private readonly events: SessionEvents,
    private readonly feed: TicketFeed,
  ) {}

  /**
   * Resolves when it is told. A claim is told with the epoch it took: from then on the log takes nothing of the turns before it.
   * @throws DatabaseUnavailable when the record could not be given the numbers that the log gave
   */
  async tell(move: WrittenMove, { fence = false }: { readonly fence?: boolean } = {}): Promise<ToldMove> {
    const message = move.message ? await this.tellMessage(move, move.message) : null;
    const stateSeq = move.stateEvent ? await this.tellState(move, move.stateEvent, fence ? move.epoch : null) : null;
    this.changed(move.ticket.ticketId);
    return { stateSeq, message };
  }

  /** Tells consoles alone: of a change that is no customer's business. */
  changed(ticketId: string): void {
    this.feed.changed(ticketId);
  }

  private async tellMessage(
    { ticket, at }: WrittenMove,
    { event, message }: NonNullable<WrittenMove['message']>,
  ): Promise<SaidMessage> {
    const seq = await this.events.announce({
      sessionId: ticket.sessionId,
      event: { type: 'message.created', at: at.toISOString(), message },
      eventSeq: event.eventSeq,
      epoch: null,
      record: { kind: 'message', id: event.id },
    });
    return { messageId: message.messageId, messageSeq: message.seq, seq };
  }

  private tellState({ ticket, at }: WrittenMove, event: RecordedEvent, epoch: number | null): Promise<number> {
    return this.events.announce({
      sessionId: ticket.sessionId,
      event: { type: 'handoff.updated', at: at.toISOString(), handoff: toHandoff(ticket) },
      eventSeq: event.eventSeq,
      epoch,
      record: { kind: 'handoff', id: event.id },
    });
  }
}
