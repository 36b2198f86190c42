import { type JsonValue } from '../session/json-value.js';
import { type SessionData, type SessionInit } from '../session/session-data.js';
import { TOKEN_GENERATION } from '../session/session-tokens.js';
import { type Conversation } from './conversations.js';

/** What the session store is told of a conversation. */
export function sessionInitOf(
  conversation: Conversation,
): SessionInit & Pick<Required<SessionInit>, 'metadata' | 'counters'> {
  const { sessionId, threadId, userId, escalated, metadata, messageCount, tokenGeneration, createdAt } = conversation;
  return {
    sessionId,
    threadId,
    userId,
    escalated,
    // It was checked as JSON on its way in, and jsonb gives back nothing else.
    metadata: metadata as Record<string, JsonValue>,
    counters: { messageCount, [TOKEN_GENERATION]: tokenGeneration },
    createdAt: createdAt.getTime(),
  };
}

/** Times in ms. */
interface ViewTimes {
  readonly now: number;
  readonly idleMs: number;
  readonly absoluteMs: number;
}

/**
 * The session as it would be if it were rebuilt from the conversation now. It is in no store, so it has no version to compare with (0)
 * and no incarnation.
 */
export function sessionViewOf(conversation: Conversation, { now, idleMs, absoluteMs }: ViewTimes): SessionData {
  const { metadata, counters, ...init } = sessionInitOf(conversation);
  return Object.freeze({
    sessionId: init.sessionId,
    userId: conversation.userId,
    threadId: init.threadId,
    messageCount: conversation.messageCount,
    escalated: conversation.escalated,
    metadata,
    requestId: null,
    fingerprintHash: null,
    createdAt: conversation.createdAt.getTime(),
    updatedAt: conversation.updatedAt.getTime(),
    lastActivity: conversation.lastActivityAt.getTime(),
    version: 0,
    changeSeq: 0,
    expiresAt: now + Math.min(idleMs, absoluteMs),
    absoluteExpiresAt: now + absoluteMs,
    idleMs,
    incarnation: '',
    counters,
  });
}
