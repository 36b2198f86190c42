import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { InjectSessionStore, type SessionStore } from './session-store.js';

/** Asks the bound session store, whichever it is. */
@Injectable()
export class SessionHealth {
  constructor(
    private readonly indicators: HealthIndicatorService,
    @InjectSessionStore() private readonly store: SessionStore,
  ) {}

  async check(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('sessionStore');
    try {
      const [{ roundTripMs }, { storeType, activeSessions }] = await Promise.all([
        this.store.ping(),
        this.store.getStats(),
      ]);
      return indicator.up({ type: storeType, connected: true, activeSessions, latencyMs: Math.round(roundTripMs) });
    } catch {
      return indicator.down({ connected: false, message: 'The session store does not answer.' });
    }
  }
}
