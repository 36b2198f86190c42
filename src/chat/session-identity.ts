import { Injectable } from '@nestjs/common';
import { ValidationFailed } from '../common/app-error.js';
import { Clock } from '../common/clock.js';
import { type IdentityClaim, IdentityProofs } from '../auth/identity/identity-proofs.js';
import { Conversations } from '../conversation/conversations.js';
import { LiveSessions } from '../conversation/live-sessions.js';
import { InjectSessionStore, type SessionStore } from '../session/session-store.js';
import { SessionGone, StoreUnavailable } from '../session/session.errors.js';
import { IdentityConflict } from './chat.errors.js';

/** Customers who log in in the middle of a conversation. */
@Injectable()
export class SessionIdentity {
  constructor(
    private readonly proofs: IdentityProofs,
    private readonly conversations: Conversations,
    private readonly liveSessions: LiveSessions,
    @InjectSessionStore() private readonly store: SessionStore,
    private readonly clock: Clock,
  ) {}

  /**
   * The session is from now on that of the customer whom the claim proves. What fails half way is put right by the same call.
   * @returns the customer's id
   * @throws IdentityRefused, IdentityConflict, ValidationFailed, SessionNotFound, SessionGone, and what the store throws
   */
  async identify(sessionId: string, claim: IdentityClaim): Promise<string> {
    const userId = await this.proofs.verify(claim);
    if (userId === undefined) {
      throw ValidationFailed.of('identityToken', 'is missing. Send it, or userId together with userHash');
    }
    const { degraded } = await this.liveSessions.open(sessionId);
    if (degraded) throw new StoreUnavailable('The session store is out of reach.', { retryAfterSeconds: 5 });
    if (!(await this.conversations.identify(sessionId, userId, this.clock.date()))) throw await this.refusal(sessionId);
    await this.store.update(sessionId, { userId });
    return userId;
  }

  private async refusal(sessionId: string): Promise<SessionGone | IdentityConflict> {
    const conversation = await this.conversations.find(sessionId);
    if (!conversation || conversation.deletedAt) return new SessionGone('The session was deleted.');
    return new IdentityConflict('This session is of another verified customer. Open a new one.');
  }
}
