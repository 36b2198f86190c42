import { Injectable } from '@nestjs/common';
import { Agent } from '../agent/agent.js';
import { NotFound } from '../common/app-error.js';
import { Clock } from '../common/clock.js';
import { Conversations } from '../conversation/conversations.js';
import { InjectSessionStore, type SessionStore } from '../session/session-store.js';
import { isStoreAway, SessionGone, StoreUnavailable } from '../session/session.errors.js';
import { SessionSockets } from './realtime/session-sockets.js';

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
    await this.agent.forget(sessionId);
    this.sockets.disconnect(sessionId);
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
}

function deletionUnfinished(cause: unknown): StoreUnavailable {
  const message = 'What was said is deleted. The live session follows by itself as soon as the session store is back.';
  return new StoreUnavailable(message, { cause, retryAfterSeconds: 5 });
}
