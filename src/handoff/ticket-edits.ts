import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { type SqlStatement } from '../database/sql.js';
import { isHeld, stateAfter } from './handoff-state.js';
import { HandoffTeller } from './handoff-teller.js';
import { TicketChanged, TicketMoveImpossible, TicketTaken } from './handoff.errors.js';
import { type Operator } from './operator.js';
import { type LockedTicket, TicketLedger } from './ticket-ledger.js';
import { type TicketMove, type WrittenMove } from './ticket-move.js';
import { type TicketRecord } from './ticket-record.js';
import { isDone, mayMove, type TicketStatus } from './ticket-status.js';

/** What people of the desk may change of a ticket beside who has it; absent means "leave". */
export interface TicketEdit {
  readonly status?: TicketStatus | undefined;
  readonly priority?: TicketRecord['priority'] | undefined;
  /** Adds a private note. */
  readonly note?: string | undefined;
}

const FIND_OPEN: SqlStatement = {
  name: 'ticket_find_open',
  text: `SELECT number FROM tickets WHERE session_id = $1 AND status NOT IN ('solved', 'closed')`,
};

/** The desk's own book-keeping on tickets. */
@Injectable()
export class TicketEdits {
  constructor(
    private readonly ledger: TicketLedger,
    private readonly teller: HandoffTeller,
    private readonly clock: Clock,
  ) {}

  /**
   * With `ifVersion` only if the ticket still has that version. Solving a ticket that nobody took over ends the wait of its customer.
   * @throws NotFound, TicketChanged, TicketMoveImpossible, TicketTaken for the status of a ticket that another person has
   */
  async edit(ticketId: string, operator: Operator, edit: TicketEdit, ifVersion?: number): Promise<void> {
    const move = await this.ledger.lock(ticketId, async (locked) => {
      const { ticket } = locked;
      if (ifVersion !== undefined && ifVersion !== ticket.version) {
        throw new TicketChanged('The ticket was changed in the meantime. Read it again and repeat the change.');
      }
      return this.write(locked, operator, edit);
    });
    await this.teller.tell(move);
  }

  private async write(locked: LockedTicket, actor: Operator, edit: TicketEdit): Promise<WrittenMove> {
    const { ticket, write } = locked;
    const { status, priority, note } = edit;
    const change: TicketMove = {
      ...{ at: this.clock.date(), actor },
      ...(priority === undefined ? {} : { priority }),
      ...(note === undefined ? {} : { note }),
    };
    if (status === undefined || status === ticket.status) return write(change);
    assertMayMove(ticket, status, actor);
    if (isDone(ticket.status) && !isDone(status)) await assertNoneOpen(locked);
    const state = isDone(status) ? stateAfter('withdraw', ticket.handoffState) : undefined;
    return write({ ...change, status, ...(state === undefined ? {} : { state }) });
  }
}

function assertMayMove(
  { status: from, handoffState, assigneeId, assigneeName }: TicketRecord,
  to: TicketStatus,
  by: Operator,
): void {
  if (!mayMove(from, to)) throw new TicketMoveImpossible(`A ticket that is ${from} can't become ${to}.`);
  if (!isHeld(handoffState)) return;
  if (assigneeId !== by.operatorId) throw new TicketTaken(`${assigneeName ?? 'Somebody else'} has this conversation.`);
  if (isDone(to)) throw new TicketMoveImpossible('You have this conversation. Release it, with the status "solved".');
}

/** One ticket a session is open at a time. */
async function assertNoneOpen({ ticket, sql }: LockedTicket): Promise<void> {
  const [open] = await sql.query<{ number: number }>(FIND_OPEN, [ticket.sessionId]);
  if (open) throw new TicketMoveImpossible(`This session has another open ticket: ${open.number}.`);
}
