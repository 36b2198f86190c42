import { LRUCache } from 'lru-cache';
import { AppError } from '../common/app-error.js';
import { type Clock } from '../common/clock.js';
import { type ClientTraits, type Fingerprints } from './fingerprint.js';
import { isSuspicious, type Verdict } from './fingerprint-policy.js';
import { type SessionData, type SessionPatch } from './session-data.js';
import { type WriteResult } from './session-results.js';
import { ConversationBusy, missingSession } from './session.errors.js';
import { type SessionStore } from './session-store.js';

/** A customer between two networks (dual stack, WLAN and mobile) costs one write in this time per process, not one a request. */
const REBIND_INTERVAL_MS = 60_000;
const REMEMBERED_REBINDS = 5000;

/** The fingerprint that each session is bound to. Every method throws what the store throws. */
export class FingerprintBinding {
  private readonly rebinds = new LRUCache<string, number>({ max: REMEMBERED_REBINDS });

  constructor(
    private readonly store: SessionStore,
    private readonly fingerprints: Fingerprints,
    private readonly clock: Clock,
  ) {}

  /**
   * Compares a client with the one the session is bound to. Binds a session that is bound to nobody, and follows a client into another
   * network, unless `readOnly`. Undefined when it could not be bound.
   */
  async observe(session: SessionData, client: ClientTraits, readOnly: boolean): Promise<Verdict | undefined> {
    const { sessionId } = session;
    const { verdict, stale } = this.judge(session, client);
    if (verdict === 'bound') return readOnly ? undefined : this.bind(sessionId, client);
    if (stale && !readOnly) await this.follow(sessionId, client);
    return verdict;
  }

  /**
   * Binds the session to the client in place of another one; how they compared is the answer.
   * @throws SessionNotFound, SessionGone, SessionExpired, ConversationBusy
   */
  async replace(sessionId: string, client: ClientTraits): Promise<Verdict> {
    const { result, verdict } = await this.rebind(sessionId, client, isSuspicious);
    if (result.status === 'not_found' || result.status === 'expired') throw missingSession(result);
    if (!isWritten(result)) throw new ConversationBusy('The session is being changed. Send it again.');
    return verdict;
  }

  /** Of two clients that come first at once, the second one is compared with the first. */
  private async bind(sessionId: string, client: ClientTraits): Promise<Verdict | undefined> {
    const { result, verdict } = await this.rebind(sessionId, client, (found) => found === 'bound');
    return isWritten(result) ? verdict : undefined;
  }

  /** Keeps the fingerprint up to date, now and then. Nothing depends on its success. */
  private async follow(sessionId: string, client: ClientTraits): Promise<void> {
    const now = this.clock.now();
    if (now - (this.rebinds.get(sessionId) ?? -Infinity) < REBIND_INTERVAL_MS) return;
    this.rebinds.set(sessionId, now);
    try {
      await this.rebind(sessionId, client, (_found, stale) => stale);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }

  private async rebind(
    sessionId: string,
    client: ClientTraits,
    isWanted: (found: Verdict, stale: boolean) => boolean,
  ): Promise<{ readonly result: WriteResult; readonly verdict: Verdict }> {
    let verdict: Verdict = 'bound';
    const patch: SessionPatch = { fingerprintHash: this.fingerprints.take(sessionId, client) };
    const result = await this.store.mutate(sessionId, (session) => {
      const judged = this.judge(session, client);
      ({ verdict } = judged);
      return isWanted(judged.verdict, judged.stale) ? patch : null;
    });
    return { result, verdict };
  }

  private judge(
    { sessionId, fingerprintHash }: SessionData,
    client: ClientTraits,
  ): { verdict: Verdict; stale: boolean } {
    if (fingerprintHash === null) return { verdict: 'bound', stale: false };
    const { likeness, stale } = this.fingerprints.compare(fingerprintHash, sessionId, client);
    return { verdict: likeness, stale };
  }
}

function isWritten({ status }: WriteResult): boolean {
  return status === 'applied' || status === 'replayed';
}
