import { type TurnEvent } from '@frontdesk/client';
import { type AskedMessage } from './begin-turn.js';
import { toChatMessage } from './chat-message.js';
import { eventsOfTurn } from './events-of-turn.js';
import { type CompletedTurn, type EventRange } from './turn-record.js';

/** A turn's events for somebody who sent its message again, under the numbers they had. */
export function repeatedTurn(turn: CompletedTurn & EventRange, asked: AskedMessage): TurnEvent[] {
  const question = toChatMessage(asked);
  const { replyMessageId: messageId, reply: message, citations: sources } = turn;
  const reply = { ...question, messageId, message, sources, role: 'agent' as const, clientMessageId: null };
  const firstSeq = turn.firstEventSeq ?? 1;
  return eventsOfTurn(
    turn.sessionId,
    {
      ...turn,
      ...{ status: 'completed', errorCode: null, firstSeq, asked: [question], reply },
      lastSeq: turn.lastEventSeq ?? firstSeq + 5,
    },
    firstSeq - 1,
  );
}
