import { Injectable } from '@nestjs/common';
import { AppError } from '../common/app-error.js';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';
import { type SessionLookup } from '../session/session-results.js';
import { InjectSessionStore, type SessionStore } from '../session/session-store.js';
import { TOKEN_GENERATION, type VerifiedToken } from '../session/session-tokens.js';
import { tokenRevoked } from './auth.errors.js';

const FIND: SqlStatement = {
  name: 'token_generation_find',
  text: `SELECT token_generation AS generation FROM conversations WHERE session_id = $1`,
};

/** Which tokens of a session are revoked: those of a generation below the one that the live session, or else the record, has. */
@Injectable()
export class TokenGenerations {
  constructor(
    @InjectSessionStore() private readonly store: SessionStore,
    private readonly database: Database,
  ) {}

  /**
   * Lets a token pass that was not revoked. `reading` is its session as the caller reads it anyway. Where the store has no answer the
   * record is asked, so that a store that is away opens nothing.
   * @throws TokenRevoked; DatabaseUnavailable where the record had to be asked
   */
  async check({ sessionId, generation }: VerifiedToken, reading = this.store.get(sessionId)): Promise<void> {
    if (generation >= (await this.current(sessionId, reading))) return;
    throw tokenRevoked();
  }

  private async current(sessionId: string, reading: Promise<SessionLookup>): Promise<number> {
    const live = await reading.then(generationOf, noAnswer);
    if (live !== undefined) return live;
    const [recorded] = await this.database.query<{ generation: number }>(FIND, [sessionId]);
    return recorded?.generation ?? 0;
  }
}

/** Undefined: not there, or made by a version that does not project it. */
function generationOf(found: SessionLookup): number | undefined {
  return found.status === 'found' ? found.session.counters[TOKEN_GENERATION] : undefined;
}

/** Whatever the store's trouble is, the record knows. */
function noAnswer(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error;
}
