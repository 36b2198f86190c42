import { Injectable } from '@nestjs/common';
import { NotFound } from '../common/app-error.js';
import { Database } from '../database/database.js';
import { type Sql, type SqlStatement } from '../database/sql.js';
import { type TicketMove, type WrittenMove, writeMove } from './ticket-move.js';
import { TICKET_COLUMNS, type TicketRecord } from './ticket-record.js';

/**
 * The conversation's row is locked before anything of its tickets, by turns too: so the ticket that is read next is the latest, and
 * stays so until the change is on record.
 */
const LOCK: SqlStatement = {
  name: 'ticket_lock',
  text: `
    SELECT session_id FROM conversations
    WHERE session_id = (SELECT session_id FROM tickets WHERE ticket_id = $1) AND deleted_at IS NULL FOR NO KEY UPDATE`,
};

/** A statement of its own: what was committed while LOCK waited is in no snapshot of that one. */
const FIND: SqlStatement = {
  name: 'ticket_find',
  text: `SELECT ${TICKET_COLUMNS} FROM tickets AS ticket WHERE ticket_id = $1`,
};

/** The ticket that the session's customer is told of: the open one, else the latest. */
const FIND_OF_SESSION: SqlStatement = {
  name: 'ticket_find_of_session',
  text: `
    SELECT ${TICKET_COLUMNS} FROM tickets AS ticket WHERE session_id = $1
    ORDER BY status IN ('solved', 'closed'), number DESC LIMIT 1`,
};

/**
 * Waits since it was opened; one that a person has had before, since it was last changed. By the index on open tickets, oldest first.
 */
const FIND_OVERDUE: SqlStatement = {
  name: 'tickets_overdue',
  text: `
    SELECT ticket_id AS "ticketId" FROM tickets
    WHERE status NOT IN ('solved', 'closed') AND created_at < $1 AND handoff_state IN ('requested', 'queued')
      AND timed_out_at IS NULL AND (claimed_at IS NULL OR updated_at < $1)
    ORDER BY created_at LIMIT $2`,
};

/** A ticket that nobody else can change, nor its conversation. */
export interface LockedTicket {
  readonly ticket: TicketRecord;
  /** For reading, alone. */
  readonly sql: Sql;
  /** Puts a step on record, once. */
  readonly write: (move: TicketMove) => Promise<WrittenMove>;
}

/** The tickets on record, and the only way to change what becomes of one. */
@Injectable()
export class TicketLedger {
  constructor(private readonly database: Database) {}

  /** @throws NotFound */
  async get(ticketId: string): Promise<TicketRecord> {
    return found(await this.database.query<TicketRecord>(FIND, [ticketId]));
  }

  /** The session's open ticket, else its latest; undefined when it never had one. */
  async ofSession(sessionId: string): Promise<TicketRecord | undefined> {
    const [ticket] = await this.database.query<TicketRecord>(FIND_OF_SESSION, [sessionId]);
    return ticket;
  }

  /** Ids of at most `limit` tickets for which somebody waits since before `before` and was not told that nobody came. */
  async overdue(before: Date, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ ticketId: string }>(FIND_OVERDUE, [before, limit]);
    return rows.map(({ ticketId }) => ticketId);
  }

  /**
   * Runs `work` while the ticket is locked; what it throws undoes what it wrote. It must wait for nothing but the database.
   * @throws NotFound, also when the session was deleted; what `work` throws
   */
  lock<T>(ticketId: string, work: (locked: LockedTicket) => Promise<T>): Promise<T> {
    return this.database.transaction(async (sql) => {
      if ((await sql.query(LOCK, [ticketId])).length === 0) throw noSuchTicket();
      const ticket = found(await sql.query<TicketRecord>(FIND, [ticketId]));
      return work({ ticket, sql, write: (move) => writeMove(sql, ticket, move) });
    });
  }
}

function found([ticket]: readonly TicketRecord[]): TicketRecord {
  if (!ticket) throw noSuchTicket();
  return ticket;
}

function noSuchTicket(): NotFound {
  return new NotFound('There is no such ticket.');
}
