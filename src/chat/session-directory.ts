import { Injectable } from '@nestjs/common';
import { ValidationFailed } from '../common/app-error.js';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { Conversations } from '../conversation/conversations.js';
import { LiveSessions } from '../conversation/live-sessions.js';
import { type JsonValue } from '../session/json-value.js';
import { type SessionData } from '../session/session-data.js';
import { TOKEN_GENERATION } from '../session/session-tokens.js';
import { newSessionId } from '../session/session-id.js';
import { type CreateResult } from '../session/session-results.js';
import { InjectSessionStore, type SessionStore } from '../session/session-store.js';
import { isStoreAway, SessionGone } from '../session/session.errors.js';
import { SessionExists } from './chat.errors.js';
import { SessionEraser } from './session-eraser.js';

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
    private readonly eraser: SessionEraser,
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
    const counters = { [TOKEN_GENERATION]: 0 };
    const session = await this.createLive({ sessionId: id, threadId, userId, metadata, fingerprintHash, counters });
    const recorded = { sessionId: id, threadId, userId, userVerified, metadata, at: this.clock.date() };
    if (!(await this.conversations.create(recorded))) throw sessionExists();
    return session ?? (await this.get(id));
  }

  /** See SessionEraser. */
  delete(sessionId: string): Promise<void> {
    return this.eraser.erase(sessionId);
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

function sessionExists(): SessionExists {
  return new SessionExists('A session with this sessionId exists. Use it, or choose another id.');
}
