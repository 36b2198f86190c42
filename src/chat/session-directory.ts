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
import { isStoreAway, SessionGone, StoreUnavailable } from '../session/session.errors.js';
import { SessionExists } from './chat.errors.js';

/** What a caller may say about a new session. */
export interface NewSession {
  readonly sessionId?: string | undefined;
  readonly userId?: string | undefined;
  /** Whether a trusted caller vouches for `userId`; otherwise it is only claimed. */
  readonly userVerified: boolean;
  readonly metadata?: Readonly<Record<string, JsonValue>> | undefined;
  /** Binds the session to the client that is given its token; without it the first one to use the token counts as that. */
  readonly bind?: ((sessionId: string) => string | null) | undefined;
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
  async create({ sessionId, userVerified, metadata = {}, bind, ...given }: NewSession): Promise<SessionData> {
    if (sessionId !== undefined) await this.assertUnused(sessionId);
    const id = sessionId ?? newSessionId();
    const userId = given.userId ?? null;
    const threadId = newId('thr');
    const fingerprintHash = bind?.(id) ?? null;
    const session = await this.createLive({ sessionId: id, threadId, userId, metadata, fingerprintHash });
    const recorded = { sessionId: id, threadId, userId, userVerified, metadata, at: this.clock.date() };
    if (!(await this.conversations.create(recorded))) throw sessionExists();
    return session ?? (await this.get(id));
  }

  /**
   * Removes everything that was said, for ever. Its running turn is stopped and could not commit any more.
   * @throws StoreUnavailable while the session store is out of reach: what was said is gone then, the live session follows
   */
  async delete(sessionId: string): Promise<void> {
    const deleted = await this.conversations.delete(sessionId, this.clock.date());
    this.agent.stop(sessionId);
    try {
      await this.store.delete(sessionId);
    } catch (error) {
      if (!isStoreAway(error)) throw error;
      throw deletionUnfinished(error);
    }
    if (deleted) return;
    const conversation = await this.conversations.find(sessionId);
    if (!conversation) throw new NotFound('There is no such session.');
    throw new SessionGone('The session was deleted.');
  }

  /** The session as it is now, rebuilt if the store had lost it. */
  async get(sessionId: string): Promise<SessionData> {
    return (await this.liveSessions.open(sessionId)).session;
  }

  /** Undefined when the store is out of reach: the session is made when it is first used after that. */
  private async createLive(init: Parameters<SessionStore['create']>[0]): Promise<SessionData | undefined> {
    try {
      return created(await this.store.create(init));
    } catch (error) {
      if (!isStoreAway(error)) throw error;
      return undefined;
    }
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

function deletionUnfinished(cause: unknown): StoreUnavailable {
  const message = 'What was said is deleted. The live session follows by itself as soon as the session store is back.';
  return new StoreUnavailable(message, { cause, retryAfterSeconds: 5 });
}

function sessionExists(): SessionExists {
  return new SessionExists('A session with this sessionId exists. Use it, or choose another id.');
}
