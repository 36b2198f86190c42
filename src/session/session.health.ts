import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { InjectSessionStore, type SessionStore } from './session-store.js';
import { isStoreAway, StoreMisconfigured } from './session.errors.js';

/** Asks the bound session store, whichever it is. Without it conversations go on from the record, so it is never `down`. */
@Injectable()
export class SessionHealth {
  constructor(
    private readonly indicators: HealthIndicatorService,
    @InjectSessionStore() private readonly store: SessionStore,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  async check(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('sessionStore');
    try {
      const [{ roundTripMs }, { storeType, activeSessions }] = await Promise.all([
        this.store.ping(),
        this.store.getStats(),
      ]);
      return indicator.up({ type: storeType, connected: true, activeSessions, latencyMs: Math.round(roundTripMs) });
    } catch (error) {
      if (!isStoreAway(error)) throw error;
      const message = error instanceof StoreMisconfigured ? error.message : 'The session store does not answer.';
      return indicator.degraded({ type: this.config.session.store, connected: false, message });
    }
  }
}
