import { Injectable } from '@nestjs/common';
import { AppError } from '../common/app-error.js';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { MOST_ATTEMPTS, type OrphanedTurn, OrphanedTurns } from '../conversation/orphaned-turns.js';
import { InjectSessionStore, type SessionStore } from '../session/session-store.js';
import { isStoreAway } from '../session/session.errors.js';
import { Agent } from './agent.js';
import { RescueOutlook } from './rescue-outlook.js';

/** A turn younger than this is left to whoever opened it, in ms. */
const LEAST_AGE_MS = 3000;
/** The lease is only tried, and given back at once, in ms. */
const TRIAL_LEASE_MS = 1000;

/**
 * Takes over turns whose process is gone: their message is stored, so somebody has to answer it. A session's lease says whether its
 * holder lives; where there is none, and the record shows a turn that never ended, a new turn answers the same message. The epoch keeps
 * a holder that was only slow from answering too.
 */
@Injectable()
export class TurnRescue {
  private readonly outlook: RescueOutlook;

  constructor(
    private readonly agent: Agent,
    private readonly orphans: OrphanedTurns,
    private readonly clock: Clock,
    @InjectSessionStore() private readonly sessions: SessionStore,
  ) {
    this.outlook = new RescueOutlook(clock);
  }

  /** Looks once; resolves to how many turns were taken over. `storeAwayAgeMs`: without the store, only turns older than that are lost. */
  async look(storeAwayAgeMs: number): Promise<number> {
    const before = new Date(this.clock.now() - LEAST_AGE_MS);
    const suspects = await this.orphans.find(before, this.outlook.notYet());
    let rescued = 0;
    for (const suspect of suspects) {
      if (await this.rescue(suspect, storeAwayAgeMs)) rescued += 1;
    }
    return rescued;
  }

  private async rescue(orphan: OrphanedTurn, storeAwayAgeMs: number): Promise<boolean> {
    const { turnId, sessionId, messageId, message, attachmentIds } = orphan;
    const againInMs = await this.heldForMs(orphan, storeAwayAgeMs);
    if (againInMs !== null) {
      this.outlook.lookAgain(turnId, againInMs);
      return false;
    }
    this.outlook.lookAgain(turnId, LEAST_AGE_MS);
    if (orphan.attempts >= MOST_ATTEMPTS) {
      await this.agent.giveUp(orphan);
      return false;
    }
    const request = { sessionId, message, attachmentIds, clientMessageId: null, resumes: messageId };
    try {
      await this.agent.accept({ ...request, onBusy: 'reject', requestId: newId('req') });
      return true;
    } catch (error) {
      // Somebody else was faster, or the next look tries again.
      if (error instanceof AppError) return false;
      throw error;
    }
  }

  /** How long the turn's holder is certainly believed alive, in ms; null: nobody holds its session. */
  private async heldForMs({ sessionId, startedAt }: OrphanedTurn, storeAwayAgeMs: number): Promise<number | null> {
    try {
      const result = await this.sessions.acquire(sessionId, { leaseMs: TRIAL_LEASE_MS });
      if (result.status === 'held') return result.remainingMs;
      if (result.status === 'applied') await this.sessions.release(result.grant);
      return null;
    } catch (error) {
      if (!isStoreAway(error)) throw error;
      const ageMs = this.clock.now() - startedAt.getTime();
      return ageMs > storeAwayAgeMs ? null : storeAwayAgeMs - ageMs;
    }
  }
}
