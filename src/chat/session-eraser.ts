import { Injectable } from '@nestjs/common';
import { Agent } from '../agent/agent.js';
import { NotFound } from '../common/app-error.js';
import { Clock } from '../common/clock.js';
import { Conversations } from '../conversation/conversations.js';
import { InjectSessionStore, type SessionStore } from '../session/session-store.js';
import { isStoreAway, SessionGone, StoreUnavailable } from '../session/session.errors.js';
import { SessionSockets } from './realtime/session-sockets.js';

/** Whether the live copies of a session are gone: from the session store, and from the log of events. */
export interface LiveRemoval {
  readonly sessionStore: boolean;
  readonly eventLog: boolean;
}

/** Removes a session from every place it is in. */
@Injectable()
export class SessionEraser {
  constructor(
    @InjectSessionStore() private readonly store: SessionStore,
    private readonly conversations: Conversations,
    private readonly agent: Agent,
    private readonly sockets: SessionSockets,
    private readonly clock: Clock,
  ) {}

  /**
   * Removes everything that was said, for ever. Its running turn is stopped and could not commit any more; whoever is connected is not.
   * @throws StoreUnavailable while the session store is out of reach: what was said is gone then, the live session follows
   */
  async erase(sessionId: string): Promise<void> {
    const deleted = await this.conversations.delete(sessionId, this.clock.date());
    await this.endLive(sessionId);
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

  /**
   * The same for a session in which nothing happened since `idleSince`; false when that is not so, or it is gone. The live session follows
   * as soon as its store is back.
   */
  async expire(sessionId: string, idleSince: Date): Promise<boolean> {
    if (!(await this.conversations.delete(sessionId, this.clock.date(), idleSince))) return false;
    await this.removeLive(sessionId);
    return true;
  }

  /** The second half, for a conversation that is deleted on record: ends its turn and connections, removes its live copies. May be repeated. */
  async removeLive(sessionId: string): Promise<LiveRemoval> {
    const eventLog = await this.endLive(sessionId);
    try {
      await this.store.delete(sessionId);
      return { sessionStore: true, eventLog };
    } catch (error) {
      if (!isStoreAway(error)) throw error;
      return { sessionStore: false, eventLog };
    }
  }

  /** False while the log of events is out of reach. */
  private async endLive(sessionId: string): Promise<boolean> {
    const forgotten = await this.agent.forget(sessionId);
    this.sockets.disconnect(sessionId);
    return forgotten;
  }
}

function deletionUnfinished(cause: unknown): StoreUnavailable {
  const message = 'What was said is deleted. The live session follows by itself as soon as the session store is back.';
  return new StoreUnavailable(message, { cause, retryAfterSeconds: 5 });
}
