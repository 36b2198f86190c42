import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '../common/app-error.js';
import { Clock } from '../common/clock.js';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { sessionFingerprints } from '../telemetry/metrics.js';
import { type ClientTraits, Fingerprints } from './fingerprint.js';
import { FingerprintBinding } from './fingerprint-binding.js';
import { SessionHijackSuspected, StepUpRequired } from './fingerprint.errors.js';
import { actionOn, type FingerprintMode, isSuspicious, type Verdict } from './fingerprint-policy.js';
import { type SessionLookup } from './session-results.js';
import { InjectSessionStore, type SessionStore } from './session-store.js';

interface FingerprintCheckOptions {
  readonly readOnly?: boolean;
  readonly reading?: Promise<SessionLookup>;
}

/** Whether a session token is used by the client it was given to. Logs and counts what it finds, never an address or a user agent. */
@Injectable()
export class FingerprintCheck {
  private readonly logger = new Logger('Fingerprint');
  private readonly mode: FingerprintMode;
  private readonly fingerprints: Fingerprints;
  private readonly binding: FingerprintBinding;
  private storeSilent = false;

  constructor(
    @InjectSessionStore() private readonly store: SessionStore,
    @InjectConfig() config: AppConfig,
    clock: Clock,
  ) {
    this.mode = config.session.fingerprint;
    this.fingerprints = new Fingerprints(config.auth.tokenSecrets);
    this.binding = new FingerprintBinding(store, this.fingerprints, clock);
  }

  /** What binds a new session to the client that opens it; null when nothing is to be bound. */
  take(sessionId: string, client: ClientTraits): string | null {
    return this.mode === 'off' ? null : this.fingerprints.take(sessionId, client);
  }

  /**
   * Lets the client of a session token pass, or not. `readOnly` leaves the session's version as it is, for requests that name the one
   * they want to change; `reading` is the session as the caller has just read it, otherwise it is read here. A session that the store
   * doesn't know passes; so does every client of a store that can't answer, except in mode `strict`.
   * @throws StepUpRequired in mode `soft`; SessionHijackSuspected, and the store's errors, in mode `strict`
   */
  async check(
    sessionId: string,
    client: ClientTraits,
    { readOnly = false, reading }: FingerprintCheckOptions = {},
  ): Promise<void> {
    if (this.mode === 'off') return;
    const verdict = await this.observe(sessionId, client, readOnly, reading);
    if (verdict === undefined) return;
    sessionFingerprints.inc({ verdict });
    this.enforce(sessionId, verdict);
  }

  /**
   * Binds the session to the client that has presented its token again. In mode `strict` it is a check like any other.
   * @throws SessionHijackSuspected in mode `strict`; SessionNotFound, SessionGone, SessionExpired, ConversationBusy; the store's errors
   */
  async confirm(sessionId: string, client: ClientTraits): Promise<void> {
    if (this.mode === 'off') return;
    if (this.mode === 'strict') return this.check(sessionId, client);
    const verdict = await this.binding.replace(sessionId, client);
    if (!isSuspicious(verdict)) return;
    sessionFingerprints.inc({ verdict: 'confirmed' });
    this.logger.warn({ event: 'session_step_up_confirmed', sessionId, verdict });
  }

  private enforce(sessionId: string, verdict: Verdict): void {
    switch (actionOn(verdict, this.mode)) {
      case 'pass':
        return;
      case 'report':
        this.logger.warn({ event: 'session_client_changed', sessionId, verdict });
        return;
      case 'step_up':
        this.logger.warn({ event: 'session_step_up_required', sessionId, verdict });
        throw new StepUpRequired(
          'This session was opened in another browser or program. Present its token again: send it as {"token": "..."} to the operation "confirm" of the session, then repeat the request.',
        );
      case 'refuse':
        this.logger.warn({ event: 'session_hijack_suspected', sessionId, verdict });
        throw new SessionHijackSuspected('This session was opened in another browser or program. Open a new one here.');
    }
  }

  private async observe(
    sessionId: string,
    client: ClientTraits,
    readOnly: boolean,
    reading: Promise<SessionLookup> | undefined,
  ): Promise<Verdict | undefined> {
    try {
      const found = await (reading ?? this.store.get(sessionId));
      const verdict =
        found.status === 'found' ? await this.binding.observe(found.session, client, readOnly) : undefined;
      this.storeSilent = false;
      return verdict;
    } catch (error) {
      if (this.mode === 'strict' || !(error instanceof AppError)) throw error;
      sessionFingerprints.inc({ verdict: 'unchecked' });
      // One line an outage; the counter tells how many requests it was.
      if (!this.storeSilent) this.logger.warn({ event: 'session_fingerprint_unchecked', sessionId, code: error.code });
      this.storeSilent = true;
      return undefined;
    }
  }
}
