import { type ChatMessage, type Handoff, type SessionEvent } from '@frontdesk/client';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';
import { type ArchivedTurn, eventsOfTurn } from './events-of-turn.js';

/** What the record knows of a session's events after a number, oldest first: a turn's deltas are joined, statuses are left out. */
export interface ArchivedEvents {
  /**
   * Gapless: every event covers what lies between it and the one before. Of a turn that the reader has seen a part of, the whole
   * text comes with `replace`.
   */
  readonly events: readonly SessionEvent[];
  /** The record's last number, also when `events` end before it because there were too many. */
  readonly lastSeq: number;
  /** There was more than `limit`. */
  readonly more: boolean;
}

/** A row that stands for one event. */
export interface EventRecord {
  readonly kind: 'message' | 'handoff';
  /** Its messageId or ticketEventId. */
  readonly id: string;
}

/** A message as JSON, from the row `alias`. */
const messageJson = (alias: string): string => `jsonb_build_object(
  'messageId', ${alias}.message_id, 'seq', ${alias}.seq, 'role', ${alias}.role, 'message', ${alias}.content,
  'clientMessageId', ${alias}.client_message_id, 'authorName', ${alias}.author_name, 'sources', ${alias}.citations,
  'createdAt', ${alias}.created_at)`;

/** Three kinds of rows carry numbers; each is read by its own index and no further than the limit. */
const AFTER: SqlStatement = {
  name: 'events_archived',
  text: `
    SELECT c.last_event_seq AS "lastSeq", told.kind, told.seq, told.at, told.data
    FROM conversations c
    LEFT JOIN LATERAL (
      SELECT * FROM (
        (SELECT 'turn' AS kind, t.last_event_seq AS seq, t.ended_at AS at, jsonb_build_object(
          'turnId', t.turn_id, 'firstSeq', t.first_event_seq, 'status', t.status, 'errorCode', t.error_code,
          'decision', t.decision, 'result', t.result, 'ticketId', t.ticket_id, 'messageCount', t.message_count,
          'asked', (SELECT jsonb_agg(${messageJson('m')} ORDER BY m.seq) FROM messages m
            WHERE m.session_id = $1 AND (m.message_id = t.customer_message_id OR m.answered_by = t.turn_id)),
          'reply', (SELECT ${messageJson('r')} FROM messages r WHERE r.message_id = t.reply_message_id)) AS data
        FROM turns t
        WHERE t.session_id = $1 AND t.last_event_seq > $2 AND t.status IN ('completed', 'failed', 'cancelled')
        ORDER BY t.last_event_seq LIMIT $3 + 1)
        UNION ALL
        (SELECT 'message', m.event_seq, m.created_at, ${messageJson('m')}
        FROM messages m WHERE m.session_id = $1 AND m.event_seq > $2 ORDER BY m.event_seq LIMIT $3 + 1)
        UNION ALL
        (SELECT 'handoff', e.event_seq, e.created_at, jsonb_build_object(
          'state', e.state, 'ticketId', e.ticket_id, 'number', k.number, 'reasons', k.reasons,
          'agentName', CASE WHEN e.state IN ('assigned', 'active') THEN e.actor_name END)
        FROM ticket_events e JOIN tickets k ON k.ticket_id = e.ticket_id
        WHERE e.session_id = $1 AND e.event_seq > $2 ORDER BY e.event_seq LIMIT $3 + 1)
      ) AS each_kind ORDER BY seq LIMIT $3 + 1
    ) AS told ON true
    WHERE c.session_id = $1 AND c.deleted_at IS NULL`,
};

const RENUMBER: Record<EventRecord['kind'], SqlStatement> = {
  message: renumbering('message_renumber', 'messages', 'message_id'),
  handoff: renumbering('ticket_event_renumber', 'ticket_events', 'ticket_event_id'),
};

function renumbering(name: string, table: string, key: string): SqlStatement {
  return {
    name,
    text: `
      WITH moved AS (UPDATE ${table} SET event_seq = $3 WHERE ${key} = $2 AND session_id = $1)
      UPDATE conversations SET last_event_seq = greatest(last_event_seq, $3) WHERE session_id = $1`,
  };
}

type Row = { readonly lastSeq: number; readonly at: Date; readonly seq: number } & (
  | { readonly kind: 'turn'; readonly data: ArchivedTurn }
  | { readonly kind: 'message'; readonly data: ChatMessage }
  | { readonly kind: 'handoff'; readonly data: Handoff }
  | { readonly kind: null }
);

/** The events of a session as they can be told from the record. */
@Injectable()
export class EventArchive {
  constructor(private readonly database: Database) {}

  /** Events of at most `limit` turns, messages and handoffs after `afterSeq`. */
  async after(sessionId: string, afterSeq: number, limit: number): Promise<ArchivedEvents> {
    const rows = await this.database.query<Row>(AFTER, [sessionId, afterSeq, limit]);
    const events: SessionEvent[] = [];
    let last = afterSeq;
    for (const row of rows.slice(0, limit)) {
      if (row.kind === null) break;
      // What the row before it has told of already.
      if (row.seq <= last) continue;
      events.push(...eventsOf(sessionId, row, last));
      last = row.seq;
    }
    return { events, lastSeq: rows[0]?.lastSeq ?? 0, more: rows.length > limit };
  }

  /** The row's event got another number than the record had given it. */
  async renumber(sessionId: string, { kind, id }: EventRecord, eventSeq: number): Promise<void> {
    await this.database.query(RENUMBER[kind], [sessionId, id, eventSeq]);
  }
}

function eventsOf(sessionId: string, row: Exclude<Row, { kind: null }>, after: number): SessionEvent[] {
  const { seq } = row;
  if (row.kind === 'turn') return eventsOfTurn(sessionId, { ...row.data, lastSeq: seq, endedAt: row.at }, after);
  const envelope = { id: `${sessionId}:${seq}`, seq, sessionId, at: row.at.toISOString() };
  const covered = seq > after + 1 ? { ...envelope, fromSeq: after + 1 } : envelope;
  if (row.kind === 'handoff') return [{ ...covered, type: 'handoff.updated', handoff: row.data }];
  const message = { ...row.data, createdAt: new Date(row.data.createdAt).toISOString() };
  return [{ ...covered, type: 'message.created', message }];
}
