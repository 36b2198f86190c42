import { Injectable } from '@nestjs/common';
import { tokenRevoked } from '../auth/auth.errors.js';
import { Clock } from '../common/clock.js';
import { Conversations } from '../conversation/conversations.js';
import { currentRequestId } from '../telemetry/request-context.js';
import { InjectSessionStore, type SessionStore } from '../session/session-store.js';
import { isStoreAway, SessionGone, SessionNotFound } from '../session/session.errors.js';
import { TOKEN_GENERATION } from '../session/session-tokens.js';
import { FollowStreams } from './follow-streams.js';
import { SessionSockets } from './realtime/session-sockets.js';

/** Ends the tokens of a session, and leaves the session as it is. */
@Injectable()
export class TokenRevocation {
  constructor(
    @InjectSessionStore() private readonly store: SessionStore,
    private readonly conversations: Conversations,
    private readonly sockets: SessionSockets,
    private readonly streams: FollowStreams,
    private readonly clock: Clock,
  ) {}

  /** The generation that new tokens are of. @throws SessionNotFound, SessionGone */
  async current(sessionId: string): Promise<number> {
    const conversation = await this.conversations.find(sessionId);
    if (!conversation) throw new SessionNotFound('There is no such session.');
    if (conversation.deletedAt) throw new SessionGone('The session was deleted.');
    return conversation.tokenGeneration;
  }

  /**
   * Revokes every token issued so far, and ends the connections that were opened with one. With `from` only while that is the latest
   * generation: of two holders of one token who do this at once, one keeps the session.
   * @returns the generation that new tokens are of
   * @throws SessionNotFound, SessionGone; TokenRevoked when `from` is outdated
   */
  async revoke(sessionId: string, from: number | null): Promise<number> {
    const generation = await this.conversations.revokeTokens(sessionId, this.clock.date(), from);
    if (generation === undefined) {
      await this.current(sessionId);
      throw tokenRevoked();
    }
    await this.project(sessionId, generation);
    this.sockets.endTokensBelow(sessionId, generation);
    await this.streams.recheck(sessionId);
    return generation;
  }

  /** It is noted with the revocation, so what fails here follows as soon as the session store is back. */
  private async project(sessionId: string, generation: number): Promise<void> {
    try {
      await this.store.mutate(sessionId, ({ counters }) => {
        if ((counters[TOKEN_GENERATION] ?? 0) >= generation) return null;
        // A field beside the counter: only fields move the version, by which a later revocation is told from this one.
        return { requestId: currentRequestId() ?? null, counters: { [TOKEN_GENERATION]: generation } };
      });
    } catch (error) {
      if (!isStoreAway(error)) throw error;
    }
  }
}
