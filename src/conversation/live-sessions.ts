import { Injectable } from '@nestjs/common';
import { type JsonValue } from '../session/json-value.js';
import { type SessionData } from '../session/session-data.js';
import { InjectSessionStore, type SessionStore } from '../session/session-store.js';
import { missingSession, SessionGone, SessionNotFound } from '../session/session.errors.js';
import { type Conversation, Conversations } from './conversations.js';

/** Counter of the session that numbers the events its clients get. */
export const EVENT_SEQ = 'eventSeq';

/** A live session; `resumed` when the store had lost it and it was rebuilt just now. */
export interface LiveSession {
  readonly session: SessionData;
  readonly resumed: boolean;
}

/** Live sessions over their conversations: what the store lost or let expire is rebuilt, what was deleted is not. */
@Injectable()
export class LiveSessions {
  constructor(
    @InjectSessionStore() private readonly store: SessionStore,
    private readonly conversations: Conversations,
  ) {}

  /** @throws SessionNotFound, SessionGone */
  async open(sessionId: string): Promise<LiveSession> {
    const found = await this.store.get(sessionId);
    if (found.status === 'found') return { session: found.session, resumed: false };
    if (found.status === 'not_found' && found.deleted) throw new SessionGone('The session was deleted.');
    return this.rebuild(sessionId);
  }

  private async rebuild(sessionId: string): Promise<LiveSession> {
    const conversation = await this.conversations.find(sessionId);
    if (!conversation) throw new SessionNotFound('There is no such session.');
    if (conversation.deletedAt) throw new SessionGone('The session was deleted.');
    const created = await this.store.create(sessionOf(conversation));
    if ('session' in created) return { session: created.session, resumed: true };
    // Somebody else rebuilt or deleted it in the meantime.
    const found = await this.store.get(sessionId);
    if (found.status !== 'found') throw missingSession(found);
    return { session: found.session, resumed: true };
  }
}

function sessionOf(conversation: Conversation): Parameters<SessionStore['create']>[0] {
  const { sessionId, threadId, userId, escalated, metadata, messageCount, lastEventSeq, createdAt } = conversation;
  return {
    sessionId,
    threadId,
    userId,
    escalated,
    // It was checked as JSON on its way in, and jsonb gives back nothing else.
    metadata: metadata as Record<string, JsonValue>,
    counters: { messageCount, [EVENT_SEQ]: lastEventSeq },
    createdAt: createdAt.getTime(),
  };
}
