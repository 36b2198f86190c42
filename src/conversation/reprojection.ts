import { type SessionData, type SessionPatch } from '../session/session-data.js';
import { type SessionLeases } from '../session/session-lease.js';
import { TOKEN_GENERATION } from '../session/session-tokens.js';
import { type SessionStore } from '../session/session-store.js';
import { ConversationBusy, SessionExpired, SessionGone, SessionNotFound } from '../session/session.errors.js';
import { type Conversation, type Conversations } from './conversations.js';
import { type UnprojectedConversation, type UnprojectedConversations } from './unprojected-conversations.js';

/** Conversations read from the list at a time. */
const BATCH = 100;

export interface ReprojectionPorts {
  readonly store: SessionStore;
  readonly leases: SessionLeases;
  readonly conversations: Conversations;
  readonly unprojected: UnprojectedConversations;
}

/**
 * Tells the session store what it missed: sessions it still has get the counts and flags of their conversations, deleted ones are
 * deleted. What it has lost is left alone; its next use rebuilds it. May run in several processes at once and be cut at any point.
 */
export class Reprojection {
  constructor(private readonly ports: ReprojectionPorts) {}

  /**
   * Works off the list; answers how many conversations the store is up to date with now. Those whose turn is running keep their place.
   * @throws what the store throws when it is away again; DatabaseUnavailable
   */
  async run(): Promise<number> {
    const { unprojected } = this.ports;
    let told = 0;
    for (;;) {
      const batch = await unprojected.list(BATCH);
      let progress = 0;
      for (const entry of batch) {
        if (!(await this.project(entry))) continue;
        await unprojected.done(entry);
        progress += 1;
      }
      told += progress;
      if (batch.length < BATCH || progress === 0) return told;
    }
  }

  /** False when the session is in use or was changed meanwhile: a turn projects it by itself, and a later run makes sure. */
  private async project({ sessionId }: UnprojectedConversation): Promise<boolean> {
    const { store, leases, conversations } = this.ports;
    const conversation = await conversations.find(sessionId);
    if (!conversation || conversation.deletedAt) {
      await store.delete(sessionId);
      return true;
    }
    let outrun = false;
    try {
      await leases.withSession(sessionId, { onBusy: 'reject' }, async ({ grant }) => {
        // Read again under the lease: a turn may have ended in between.
        const [latest, found] = await Promise.all([conversations.find(sessionId), store.get(sessionId)]);
        if (!latest || latest.deletedAt || found.status !== 'found') return;
        const { version, incarnation } = found.session;
        // Tokens are revoked without the lease: on top of a later revocation this one must not be written.
        const options = { ifVersion: { version, incarnation }, ...(grant && { grant }) };
        const { status } = await store.update(sessionId, catchUp(found.session, latest), options);
        outrun = status === 'conflict';
      });
      return !outrun;
    } catch (error) {
      if (error instanceof ConversationBusy) return false;
      if (error instanceof SessionNotFound || error instanceof SessionExpired || error instanceof SessionGone)
        return true;
      throw error;
    }
  }
}

/** What the session may have missed: turns and revocations go on while the store is away, changes of metadata and user do not. */
function catchUp(session: SessionData, { escalated, messageCount, tokenGeneration }: Conversation): SessionPatch {
  return {
    ...(escalated && !session.escalated ? { escalated } : {}),
    counters: { messageCount, [TOKEN_GENERATION]: tokenGeneration },
  };
}
