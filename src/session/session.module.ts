import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { Clock } from '../common/clock.js';
import { type AppConfig } from '../config/app-config.js';
import { APP_CONFIG } from '../config/config.module.js';
import { FingerprintCheck } from './fingerprint-check.js';
import { createSessionStore } from './create-session-store.js';
import { SessionLeases } from './session-lease.js';
import { SESSION_STORE, type SessionStore } from './session-store.js';
import { SessionStoreLifecycle } from './session-store-lifecycle.js';
import { SessionHealth } from './session.health.js';
import { SessionTokens } from './session-tokens.js';

/** A turn that runs longer than this is stuck. */
const MAX_HOLD_MS = 120_000;
/** Messages of one conversation that may wait in this process; beyond that the customer is told to slow down. */
const MAX_WAITERS = 1000;

function createSessionLeases(store: SessionStore, config: AppConfig, clock: Clock): SessionLeases {
  const { lockTimeoutMs: leaseMs, lockingEnabled: locking, lockRetryAttempts } = config.session;
  const maxAttempts = lockRetryAttempts === null ? null : lockRetryAttempts + 1;
  return new SessionLeases(store, clock, {
    leaseMs,
    maxHoldMs: MAX_HOLD_MS,
    maxWaiters: MAX_WAITERS,
    locking,
    maxAttempts,
  });
}

/** A token lives as long as its session can at most; the session's own expiry is checked with every use. */
function createSessionTokens(config: AppConfig, clock: Clock): SessionTokens {
  return new SessionTokens({
    secrets: config.auth.tokenSecrets,
    lifetimeMs: config.session.absoluteTimeoutMs,
    clock,
  });
}

/** Live session state: the store, who holds a session, and the tokens that open one. */
@Module({
  imports: [TerminusModule],
  providers: [
    { provide: SESSION_STORE, inject: [APP_CONFIG, Clock], useFactory: createSessionStore },
    { provide: SessionLeases, inject: [SESSION_STORE, APP_CONFIG, Clock], useFactory: createSessionLeases },
    { provide: SessionTokens, inject: [APP_CONFIG, Clock], useFactory: createSessionTokens },
    SessionStoreLifecycle,
    SessionHealth,
    FingerprintCheck,
  ],
  exports: [SESSION_STORE, SessionLeases, SessionTokens, SessionHealth, SessionStoreLifecycle, FingerprintCheck],
})
export class SessionModule {}
