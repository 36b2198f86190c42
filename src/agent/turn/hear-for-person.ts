import { type AgentResponse, type SessionEvent } from '@frontdesk/client';
import { type HeardMessage } from '../../conversation/begin-turn.js';
import { toChatMessage } from '../../conversation/chat-message.js';
import { type TurnSession } from './hold-session.js';
import { projectTurn } from './project-turn.js';
import { type TurnListener } from './turn-listener.js';
import { type TurnPorts } from './turn-ports.js';
import { type TurnRequest } from './turn-request.js';

/** A message that a person answers: it is stored, told to everybody, and no turn opens. */
export async function hearForPerson(
  ports: TurnPorts,
  request: TurnRequest,
  session: TurnSession,
  { asked, messageCount, eventSeq }: HeardMessage,
  listener: TurnListener,
): Promise<AgentResponse> {
  const { sessionId, requestId } = request;
  const { messageId, seq: messageSeq } = asked;
  const at = ports.clock.date().toISOString();
  const event = { type: 'message.created' as const, at, message: toChatMessage(asked) };
  if (eventSeq !== null) {
    const record = { kind: 'message', id: messageId } as const;
    const seq = await ports.events.announce({ sessionId, event, eventSeq, epoch: null, record });
    const told: SessionEvent = { ...event, id: `${sessionId}:${seq}`, seq, sessionId };
    listener.accepted({ messageId, messageSeq, turnId: null, handledBy: 'human' });
    listener.event(told);
    if (!session.away) await projectTurn(ports, session, { sessionId, turnId: messageId, messageCount, requestId });
  } else {
    listener.accepted({ messageId, messageSeq, turnId: null, handledBy: 'human' });
  }
  return responseOf(ports, request, messageId, messageCount, session);
}

/** In the shape of every answer, with nothing in it: there is none. */
function responseOf(
  { sessionStoreType, tools }: TurnPorts,
  { sessionId, requestId }: TurnRequest,
  messageId: string,
  messageCount: number,
  { resumed }: TurnSession,
): AgentResponse {
  return {
    ...{ messageId, sessionId, message: '', handledBy: 'human', sources: [], requiresEscalation: false, confidence: 0 },
    grounding: { score: 1, supportedSentences: 0, totalSentences: 0 },
    ...{ toolsUsed: [], processingTimeMs: 0 },
    metadata: {
      ...{ requestId, messageCount, turnId: '', hasContext: false, factsExtracted: 0, sessionStore: sessionStoreType },
      ...{ model: 'human', degraded: [], openCircuits: tools.openCircuits(), sentiment: 'neutral', resumed },
    },
  };
}
