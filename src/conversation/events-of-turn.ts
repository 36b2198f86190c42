import { type ChatMessage, type TurnEvent, type TurnEventBody } from '@frontdesk/client';
import { toAgentResponse } from './agent-response.js';
import { type Decision, type TurnResult } from './turn-record.js';

/** A turn that ended, as its row has it. */
export interface ArchivedTurn {
  readonly turnId: string;
  readonly status: 'completed' | 'failed' | 'cancelled';
  readonly errorCode: string | null;
  readonly firstSeq: number | null;
  readonly decision: Decision | null;
  readonly result: TurnResult | null;
  readonly ticketId: string | null;
  readonly messageCount: number;
  /** The customer's messages that it answers, oldest first. */
  readonly asked: readonly ChatMessage[];
  readonly reply: ChatMessage | null;
}

/** What no longer holds for a message whose turn was cut: a person answers it. */
const NOT_RETRYABLE = new Set(['taken_over_by_human']);

/**
 * The events of a turn once more, without its statuses and with its text in one piece: those with numbers above `after`, the first
 * of which covers everything since `after`.
 */
export function eventsOfTurn(
  sessionId: string,
  turn: ArchivedTurn & { readonly lastSeq: number; readonly endedAt: Date },
  after: number,
): TurnEvent[] {
  const { turnId, lastSeq } = turn;
  // A turn from before the numbering, or one whose start nobody noted: told in what room there is.
  const firstSeq = Math.max(turn.firstSeq ?? after + 1, 1);
  const seenInPart = firstSeq <= after;
  const bodies = [...(seenInPart ? [] : startOf(turn)), ...middleOf(turn, seenInPart), endOf(sessionId, turn)];
  const room = Math.max(1, lastSeq - Math.max(after, firstSeq - 1));
  const kept = bodies.slice(-room);
  const envelope = { sessionId, turnId, at: turn.endedAt.toISOString() };
  let covered = after;
  return kept.map((body, n) => {
    const isLast = n === kept.length - 1;
    const isSecondToLast = n === kept.length - 2;
    const from = covered + 1;
    // The text takes all the room there is before the end; what stands before it one number each.
    const seq = isLast ? lastSeq : isSecondToLast ? lastSeq - 1 : Math.max(from, n === 0 ? firstSeq : from);
    covered = seq;
    return { ...envelope, id: `${sessionId}:${seq}`, seq, ...(from < seq ? { fromSeq: from } : {}), ...body };
  });
}

function startOf({ asked }: ArchivedTurn): TurnEventBody[] {
  const messages = asked.map((message) => ({ ...message, createdAt: new Date(message.createdAt).toISOString() }));
  const last = messages.at(-1);
  return last ? [{ type: 'start', messageId: last.messageId, messageSeq: last.seq, messages }] : [];
}

function middleOf({ reply, result, ticketId }: ArchivedTurn, seenInPart: boolean): TurnEventBody[] {
  if (!reply || !result) return [];
  const { escalation } = result;
  return [
    ...(reply.sources.length > 0 ? [{ type: 'sources' as const, sources: reply.sources }] : []),
    ...(escalation && ticketId ? [{ type: 'escalation' as const, ...escalation, ticketId }] : []),
    { type: 'text', delta: reply.message, ...(seenInPart ? { replace: true as const } : {}) },
  ];
}

function endOf(sessionId: string, turn: ArchivedTurn): TurnEventBody {
  const { reply, result, decision } = turn;
  if (!reply || !result || !decision) return { type: 'error', error: problemOf(turn.errorCode ?? 'turn_failed') };
  const completed = { ...turn, sessionId, decision, result, citations: reply.sources };
  const response = toAgentResponse({ ...completed, replyMessageId: reply.messageId, reply: reply.message });
  return { type: 'complete', response };
}

function problemOf(code: string): (TurnEventBody & { type: 'error' })['error'] {
  const words = code.replaceAll('_', ' ');
  return {
    type: `urn:frontdesk:problem:${code}`,
    title: words.charAt(0).toUpperCase() + words.slice(1),
    status: 409,
    detail: 'This message got no answer.',
    code,
    retryable: !NOT_RETRYABLE.has(code),
    errors: [],
  };
}
