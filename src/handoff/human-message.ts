import { createHash } from 'node:crypto';
import { newId } from '../common/ids.js';
import { type Sql, type SqlStatement } from '../database/sql.js';
import { ClientMessageIdReused } from './handoff.errors.js';
import { type Operator } from './operator.js';
import { type NewMessage } from './ticket-move.js';

const FIND_SAID: SqlStatement = {
  name: 'human_message_find',
  text: `
    SELECT message_id AS "messageId", seq AS "messageSeq", event_seq AS "eventSeq", body_hash AS "bodyHash"
    FROM messages WHERE session_id = $1 AND client_message_id = $2`,
};

/** A message of a person, with its place among the session's messages and the number of the event that told it. */
export interface SaidMessage {
  readonly messageId: string;
  readonly messageSeq: number;
  readonly seq: number;
}

interface Said {
  readonly message: string;
  readonly clientMessageId: string;
}

/** A person's words as they are stored. */
export function humanMessage(operator: Operator, { message, clientMessageId }: Said): NewMessage {
  const bodyHash = createHash('sha256').update(`${operator.operatorId}\0${message}`).digest('base64');
  return { messageId: newId('msg'), role: 'human', text: message, clientMessageId, bodyHash };
}

/** The message when it was stored before; undefined when it is new. @throws ClientMessageIdReused */
export async function findSaid(sql: Sql, sessionId: string, message: NewMessage): Promise<SaidMessage | undefined> {
  const [row] = await sql.query<{
    messageId: string;
    messageSeq: number;
    eventSeq: number | null;
    bodyHash: string | null;
  }>(FIND_SAID, [sessionId, message.clientMessageId]);
  if (!row) return undefined;
  if (row.bodyHash !== message.bodyHash || row.eventSeq === null) {
    throw new ClientMessageIdReused('This clientMessageId was used for another message. Use a new one.');
  }
  return { messageId: row.messageId, messageSeq: row.messageSeq, seq: row.eventSeq };
}
