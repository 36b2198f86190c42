import { type AgentResponse } from '@frontdesk/client';
import { type CompletedTurn } from './turn-record.js';

/** The answer to one message. Made from the committed record alone, so that a repeated message gets the very same answer. */
export function toAgentResponse(turn: CompletedTurn): AgentResponse {
  const { escalation, confidence, grounding, toolsUsed, processingTimeMs, ...metadata } = turn.result;
  return {
    messageId: turn.replyMessageId,
    sessionId: turn.sessionId,
    message: turn.reply,
    handledBy: 'agent',
    sources: turn.citations,
    requiresEscalation: turn.decision === 'escalate',
    ...(escalation && turn.ticketId ? { escalation: { ...escalation, ticketId: turn.ticketId } } : {}),
    confidence,
    grounding,
    toolsUsed,
    processingTimeMs,
    metadata: { ...metadata, messageCount: turn.messageCount, turnId: turn.turnId },
  };
}
