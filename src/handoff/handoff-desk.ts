import { Inject, Injectable } from '@nestjs/common';
import { type Handoff } from '@frontdesk/client';
import { NotFound } from '../common/app-error.js';
import { Clock } from '../common/clock.js';
import { TURN_SIGNALS, type TurnSignals } from '../events/turn-signals.js';
import { type HandoffRequest, HandoffRequests } from './handoff-requests.js';
import { isHeld, stateAfter } from './handoff-state.js';
import { HandoffTeller } from './handoff-teller.js';
import { TicketMoveImpossible, TicketNotYours, TicketTaken } from './handoff.errors.js';
import { findSaid, humanMessage, type SaidMessage } from './human-message.js';
import { lastStep } from './last-step.js';
import { type Operator } from './operator.js';
import { TicketLedger } from './ticket-ledger.js';
import { type TicketMove, type WrittenMove } from './ticket-move.js';
import { type DeskTicket, type TicketRecord, toHandoff, toTicket } from './ticket-record.js';
import { isDone } from './ticket-status.js';

export type { Operator };

/** A ticket after a change, and the number of the `handoff.updated` event that told it. */
export interface TicketChange {
  readonly ticket: DeskTicket;
  readonly seq: number;
}

/** How a conversation is given back. */
export interface ReleaseTerms {
  readonly status?: 'open' | 'pending' | 'solved' | undefined;
  /** A private note. */
  readonly note?: string | undefined;
  /** Whoever has it: for the day when that person does not come back. */
  readonly force?: boolean | undefined;
}

/** The conversation's way to a person and back. Every change is on record, then told, before its promise resolves. */
@Injectable()
export class HandoffDesk {
  constructor(
    private readonly requests: HandoffRequests,
    private readonly ledger: TicketLedger,
    private readonly teller: HandoffTeller,
    private readonly clock: Clock,
    @Inject(TURN_SIGNALS) private readonly signals: TurnSignals,
  ) {}

  /** Asks for a person; the open ticket comes back if there is one. @throws SessionNotFound, SessionGone */
  async request(request: HandoffRequest): Promise<{ readonly ticket: DeskTicket; readonly handoff: Handoff }> {
    const at = this.clock.date();
    const ticketId = await this.requests.open(request, at);
    const move = await this.ledger.lock(ticketId, async ({ ticket, write }) => {
      const state = stateAfter('request', ticket.handoffState);
      return state === undefined ? { ticket } : write({ at, actor: null, state });
    });
    if ('stateEvent' in move) await this.teller.tell(move);
    else this.teller.changed(ticketId);
    return { ticket: toTicket(move.ticket), handoff: toHandoff(move.ticket) };
  }

  /**
   * The customer no longer wants a person, so that the ticket is solved.
   * @throws NotFound when nobody was asked, TicketMoveImpossible when a person is there already
   */
  async cancel(sessionId: string): Promise<TicketChange> {
    const { ticketId } = await this.ticketOf(sessionId);
    return this.step(ticketId, ({ handoffState }) => {
      if (isHeld(handoffState)) throw new TicketMoveImpossible('A person answers already. Tell them instead.');
      const state = stateAfter('cancel', handoffState);
      if (state === undefined) throw nobodyAsked();
      return { at: this.clock.date(), actor: null, state, status: 'solved' };
    });
  }

  /**
   * The takeover barrier: once this resolves, nothing of the agent is committed, or told with a number above `seq`, until release.
   * Again by the same operator: told again, so that it holds also when the first time got lost on the way.
   * @throws NotFound, TicketTaken, TicketMoveImpossible for a ticket that is solved or closed
   */
  async claim(ticketId: string, operator: Operator): Promise<TicketChange> {
    const move = await this.ledger.lock(ticketId, async ({ ticket, sql, write }) => {
      if (!isHeld(ticket.handoffState)) return write(this.claimOf(ticket, operator));
      if (ticket.assigneeId !== operator.operatorId) throw takenBy(ticket);
      return lastStep(sql, ticket);
    });
    const { stateSeq } = await this.teller.tell(move, { fence: true });
    await this.signals.send(move.ticket.sessionId, 'taken_over');
    return changeOf(move, stateSeq);
  }

  /**
   * Gives the conversation back to the agent. Default status: `pending`.
   * @throws NotFound, TicketNotYours
   */
  release(ticketId: string, operator: Operator, how: ReleaseTerms = {}): Promise<TicketChange> {
    const { status = 'pending', note, force = false } = how;
    return this.step(ticketId, (ticket) => {
      const state = stateAfter('release', ticket.handoffState);
      const mayRelease = force || ticket.assigneeId === operator.operatorId;
      if (state === undefined || !mayRelease) throw notYours(ticket);
      return { at: this.clock.date(), actor: operator, state, status, ...(note === undefined ? {} : { note }) };
    });
  }

  /** Speaks to the customer of a conversation that this operator has claimed. @throws NotFound, TicketNotYours, ClientMessageIdReused */
  async say(
    sessionId: string,
    operator: Operator,
    said: { readonly message: string; readonly clientMessageId: string },
  ): Promise<SaidMessage> {
    const { ticketId } = await this.ticketOf(sessionId);
    const message = humanMessage(operator, said);
    const move = await this.ledger.lock(ticketId, async ({ ticket, sql, write }) => {
      const before = await findSaid(sql, sessionId, message);
      if (before) return before;
      const state = stateAfter('speak', ticket.handoffState);
      if (state === undefined || ticket.assigneeId !== operator.operatorId) throw notYours(ticket);
      const step = { at: this.clock.date(), actor: operator, message };
      return write(state === ticket.handoffState ? step : { ...step, state });
    });
    if ('seq' in move) return move;
    const { message: stored } = await this.teller.tell(move);
    if (!stored) throw new Error('a message was not stored');
    return stored;
  }

  /** One ticket as consoles see it. @throws NotFound */
  async ticket(ticketId: string): Promise<DeskTicket> {
    return toTicket(await this.ledger.get(ticketId));
  }

  /** The session's handoff as its customer sees it; null when nobody was ever asked. */
  async handoffOf(sessionId: string): Promise<Handoff | null> {
    const ticket = await this.ledger.ofSession(sessionId);
    return ticket ? toHandoff(ticket) : null;
  }

  private claimOf({ handoffState, status }: TicketRecord, actor: Operator): TicketMove {
    const state = stateAfter('claim', handoffState);
    if (state === undefined || isDone(status)) {
      throw new TicketMoveImpossible(`This ticket is ${status}. Set its status to open first.`);
    }
    return { at: this.clock.date(), actor, state, status: 'open' };
  }

  private async step(ticketId: string, decide: (ticket: TicketRecord) => TicketMove): Promise<TicketChange> {
    const move = await this.ledger.lock(ticketId, async ({ ticket, write }) => write(decide(ticket)));
    const { stateSeq } = await this.teller.tell(move);
    return changeOf(move, stateSeq);
  }

  private async ticketOf(sessionId: string): Promise<TicketRecord> {
    const ticket = await this.ledger.ofSession(sessionId);
    if (!ticket) throw nobodyAsked();
    return ticket;
  }
}

function changeOf({ ticket }: WrittenMove, seq: number | null): TicketChange {
  if (seq === null) throw new Error('a step without an event');
  return { ticket: toTicket(ticket), seq };
}

function nobodyAsked(): NotFound {
  return new NotFound('Nobody was asked to take this conversation over.');
}

function takenBy({ assigneeName }: TicketRecord): TicketTaken {
  return new TicketTaken(`${assigneeName ?? 'Somebody else'} has this conversation.`);
}

function notYours({ handoffState, assigneeName }: TicketRecord): TicketNotYours {
  return new TicketNotYours(
    isHeld(handoffState) ? `${assigneeName ?? 'Somebody else'} has this conversation.` : 'Claim this ticket first.',
  );
}
