import { Injectable, Logger } from '@nestjs/common';
import { type Request } from 'express';
import { ApiKeys } from '../auth/api-keys.js';
import { TokenGenerations } from '../auth/token-generations.js';
import { AppError } from '../common/app-error.js';
import { Conversations } from '../conversation/conversations.js';
import { type SessionLookup } from '../session/session-results.js';
import { InjectSessionStore, type SessionStore } from '../session/session-store.js';
import { SessionTokens } from '../session/session-tokens.js';

/** Whether a request that was let in once would still be: for answers that last longer than their credentials. */
@Injectable()
export class FollowPass {
  private readonly logger = new Logger(FollowPass.name);

  constructor(
    @InjectSessionStore() private readonly store: SessionStore,
    private readonly conversations: Conversations,
    private readonly tokens: SessionTokens,
    private readonly keys: ApiKeys,
    private readonly generations: TokenGenerations,
  ) {}

  /** Whether the session was not deleted and the credential is still good. What can't be asked now counts as good. Never throws. */
  async isGood(sessionId: string, request: Pick<Request, 'get'>): Promise<boolean> {
    try {
      const reading = this.store.get(sessionId);
      reading.catch(() => undefined);
      return (await this.isCredentialGood(request, reading)) && !(await this.isDeleted(sessionId, reading));
    } catch (error) {
      if (error instanceof AppError && error.kind === 'unauthenticated') return false;
      if (!(error instanceof AppError && error.kind === 'unavailable')) this.logger.error(error);
      return true;
    }
  }

  private async isCredentialGood(request: Pick<Request, 'get'>, reading: Promise<SessionLookup>): Promise<boolean> {
    const key = request.get('x-api-key');
    if (key !== undefined) return (await this.keys.authenticate(key)) !== undefined;
    const token = await this.tokens.verify(request.get('authorization')?.replace(/^Bearer +/i, '') ?? '');
    await this.generations.check(token, reading);
    return true;
  }

  /** Unlike LiveSessions.open this brings no expired session back: nobody asked for anything. */
  private async isDeleted(sessionId: string, reading: Promise<SessionLookup>): Promise<boolean> {
    const found = await reading.catch(() => undefined);
    if (found?.status === 'found') return false;
    if (found?.status === 'not_found' && found.deleted) return true;
    const conversation = await this.conversations.find(sessionId);
    return !conversation || conversation.deletedAt !== null;
  }
}
