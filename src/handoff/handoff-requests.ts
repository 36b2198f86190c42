import { Injectable } from '@nestjs/common';
import { type EscalationReason } from '../common/escalation-reason.js';
import { newId } from '../common/ids.js';
import { LiveSessions } from '../conversation/live-sessions.js';
import { SessionProjection } from '../conversation/session-projection.js';
import { Tickets } from '../conversation/tickets.js';
import { SessionGone } from '../session/session.errors.js';
import { InjectSessionStore, type SessionStore } from '../session/session-store.js';

/** What is said when a person is asked for. */
export interface HandoffRequest {
  readonly sessionId: string;
  readonly reason: EscalationReason;
  readonly note: string | null;
}

/** Opens tickets for sessions that are there, and shows it in the session. */
@Injectable()
export class HandoffRequests {
  constructor(
    private readonly liveSessions: LiveSessions,
    private readonly tickets: Tickets,
    private readonly projection: SessionProjection,
    @InjectSessionStore() private readonly store: SessionStore,
  ) {}

  /** The id of the session's open ticket, which is opened if there is none. @throws SessionNotFound, SessionGone */
  async open({ sessionId, reason, note }: HandoffRequest, at: Date): Promise<string> {
    await this.liveSessions.open(sessionId);
    const ticket = await this.tickets.open({ sessionId, ticketId: newId('tkt'), reasons: [reason], note, at });
    if (!ticket) throw new SessionGone('The session was deleted.');
    await this.projection.tell(sessionId, () => this.store.update(sessionId, { escalated: true }));
    return ticket.ticketId;
  }
}
