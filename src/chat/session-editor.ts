import { Injectable } from '@nestjs/common';
import { ValidationFailed } from '../common/app-error.js';
import { Clock } from '../common/clock.js';
import { Conversations } from '../conversation/conversations.js';
import { LiveSessions } from '../conversation/live-sessions.js';
import { type JsonValue } from '../session/json-value.js';
import { type SessionData } from '../session/session-data.js';
import { SessionLeases } from '../session/session-lease.js';
import { type WriteResult } from '../session/session-results.js';
import { InjectSessionStore, type SessionStore } from '../session/session-store.js';
import { missingSession, SessionGone, StoreUnavailable } from '../session/session.errors.js';
import { VersionConflict } from './chat.errors.js';

/** What callers may change of a session. */
export interface SessionChange {
  readonly userId?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, JsonValue>> | undefined;
}

/** Changes a session in the store and on record, while nobody else works on it. */
@Injectable()
export class SessionEditor {
  constructor(
    @InjectSessionStore() private readonly store: SessionStore,
    private readonly leases: SessionLeases,
    private readonly liveSessions: LiveSessions,
    private readonly conversations: Conversations,
    private readonly clock: Clock,
  ) {}

  /**
   * The session after the change. With `ifVersion` only if it still has that version.
   * @throws VersionConflict, ValidationFailed, SessionNotFound, SessionGone, and what the store throws while it is out of reach
   */
  async change(sessionId: string, change: SessionChange, ifVersion: number | undefined): Promise<SessionData> {
    const { degraded } = await this.liveSessions.open(sessionId);
    if (degraded) throw new StoreUnavailable('The session store is out of reach.', { retryAfterSeconds: 5 });
    return this.leases.withSession(sessionId, { onBusy: 'queue' }, async ({ grant }) => {
      const patch = definedOnly(change);
      const options = {
        ...(grant && { grant }),
        ...(ifVersion === undefined ? {} : { ifVersion: { version: ifVersion } }),
      };
      accepted(await this.store.update(sessionId, patch, options));
      if (!(await this.conversations.patch(sessionId, patch, this.clock.date()))) {
        throw new SessionGone('The session was deleted.');
      }
      const found = await this.store.get(sessionId);
      if (found.status !== 'found') throw missingSession(found);
      return found.session;
    });
  }
}

function definedOnly({ userId, metadata }: SessionChange): {
  userId?: string | null;
  metadata?: Readonly<Record<string, JsonValue>>;
} {
  return { ...(userId === undefined ? {} : { userId }), ...(metadata === undefined ? {} : { metadata }) };
}

function accepted(result: WriteResult): void {
  switch (result.status) {
    case 'applied':
    case 'replayed':
      return;
    case 'limit':
      throw ValidationFailed.of('metadata', `is over the limit of ${result.limit}`);
    case 'conflict':
    case 'fenced':
    case 'overflow':
      throw new VersionConflict('The session was changed in the meantime. Read it again and repeat the change.');
    case 'not_found':
    case 'expired':
      throw missingSession(result);
  }
}
