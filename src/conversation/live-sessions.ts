import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { type SessionData } from '../session/session-data.js';
import { InjectSessionStore, type SessionStore } from '../session/session-store.js';
import { isStoreAway, missingSession, SessionGone, SessionNotFound } from '../session/session.errors.js';
import { type Conversation, Conversations } from './conversations.js';
import { sessionInitOf, sessionViewOf } from './session-of-conversation.js';

/** A live session. */
export interface LiveSession {
  readonly session: SessionData;
  /** The store had lost it and it was rebuilt just now. */
  readonly resumed: boolean;
  /** The store is out of reach: this is the session as its conversation has it, and no write to the store can be expected to work. */
  readonly degraded: boolean;
}

/** Live sessions over their conversations: what the store lost or let expire is rebuilt, what was deleted is not. */
@Injectable()
export class LiveSessions {
  constructor(
    @InjectSessionStore() private readonly store: SessionStore,
    private readonly conversations: Conversations,
    private readonly clock: Clock,
    @InjectConfig() private readonly config: Pick<AppConfig, 'session'>,
  ) {}

  /** @throws SessionNotFound, SessionGone */
  async open(sessionId: string): Promise<LiveSession> {
    let known: Conversation | undefined;
    try {
      const found = await this.store.get(sessionId);
      if (found.status === 'found') return { session: found.session, resumed: false, degraded: false };
      if (found.status === 'not_found' && found.deleted) throw new SessionGone('The session was deleted.');
      known = await this.record(sessionId);
      return { session: await this.rebuild(known), resumed: true, degraded: false };
    } catch (error) {
      if (!isStoreAway(error)) throw error;
      return { session: this.view(known ?? (await this.record(sessionId))), resumed: false, degraded: true };
    }
  }

  private async record(sessionId: string): Promise<Conversation> {
    const conversation = await this.conversations.find(sessionId);
    if (!conversation) throw new SessionNotFound('There is no such session.');
    if (conversation.deletedAt) throw new SessionGone('The session was deleted.');
    return conversation;
  }

  private async rebuild(conversation: Conversation): Promise<SessionData> {
    const created = await this.store.create(sessionInitOf(conversation));
    if ('session' in created) return created.session;
    // Somebody else rebuilt or deleted it in the meantime.
    const found = await this.store.get(conversation.sessionId);
    if (found.status !== 'found') throw missingSession(found);
    return found.session;
  }

  private view(conversation: Conversation): SessionData {
    const { idleTimeoutMs, absoluteTimeoutMs } = this.config.session;
    return sessionViewOf(conversation, { now: this.clock.now(), idleMs: idleTimeoutMs, absoluteMs: absoluteTimeoutMs });
  }
}
