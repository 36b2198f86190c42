import { Injectable } from '@nestjs/common';
import { Agent } from '../agent/agent.js';
import { NotFound, ValidationFailed } from '../common/app-error.js';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { Conversations } from '../conversation/conversations.js';
import { LiveSessions } from '../conversation/live-sessions.js';
import { type JsonValue } from '../session/json-value.js';
import { type SessionData } from '../session/session-data.js';
import { newSessionId } from '../session/session-id.js';
import { type CreateResult } from '../session/session-results.js';
import { InjectSessionStore, type SessionStore } from '../session/session-store.js';
import { SessionGone } from '../session/session.errors.js';
import { SessionExists } from './chat.errors.js';

/** What a caller may say about a new session. */
export interface NewSession {
  readonly sessionId?: string | undefined;
  readonly userId?: string | undefined;
  /** Whether a trusted caller vouches for `userId`; otherwise it is only claimed. */
  readonly userVerified: boolean;
  readonly metadata?: Readonly<Record<string, JsonValue>> | undefined;
}

/** Sessions come and go in two places at once: the live store and the record. */
@Injectable()
export class SessionDirectory {
  constructor(
    @InjectSessionStore() private readonly store: SessionStore,
    private readonly conversations: Conversations,
    private readonly liveSessions: LiveSessions,
    private readonly agent: Agent,
    private readonly clock: Clock,
  ) {}

  /**
   * Acknowledged only when the conversation is on record: the live session alone would not survive the process.
   * @throws SessionExists, SessionGone for an id that was used, ValidationFailed
   */
  async create({ sessionId, userVerified, metadata = {}, ...given }: NewSession): Promise<SessionData> {
    if (sessionId !== undefined) await this.assertUnused(sessionId);
    const id = sessionId ?? newSessionId();
    const userId = given.userId ?? null;
    const threadId = newId('thr');
    const session = created(await this.store.create({ sessionId: id, threadId, userId, metadata }));
    const recorded = { sessionId: id, threadId, userId, userVerified, metadata, at: this.clock.date() };
    if (!(await this.conversations.create(recorded))) throw sessionExists();
    return session;
  }

  /** Removes everything that was said, for ever. Its running turn is stopped and could not commit any more. */
  async delete(sessionId: string): Promise<void> {
    const deleted = await this.conversations.delete(sessionId, this.clock.date());
    await this.store.delete(sessionId);
    this.agent.stop(sessionId);
    if (deleted) return;
    const conversation = await this.conversations.find(sessionId);
    if (!conversation) throw new NotFound('There is no such session.');
    throw new SessionGone('The session was deleted.');
  }

  /** The session as it is now, rebuilt if the store had lost it. */
  async get(sessionId: string): Promise<SessionData> {
    return (await this.liveSessions.open(sessionId)).session;
  }

  private async assertUnused(sessionId: string): Promise<void> {
    const conversation = await this.conversations.find(sessionId);
    if (conversation?.deletedAt) throw new SessionGone('This session id was deleted and can not be used again.');
    if (conversation) throw sessionExists();
  }
}

function created(result: CreateResult): SessionData {
  if ('session' in result) return result.session;
  if (result.status === 'limit') throw ValidationFailed.of('metadata', `is over the limit of ${result.limit}`);
  throw sessionExists();
}

function sessionExists(): SessionExists {
  return new SessionExists('A session with this sessionId exists. Use it, or choose another id.');
}
