import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { APP_CONFIG } from '../config/config.module.js';
import { SessionModule } from '../session/session.module.js';
import { createRateCounters } from './create-rate-counters.js';
import { CredentialGateMiddleware } from './credential-gate.middleware.js';
import { CredentialGate } from './credential-gate.js';
import { KeyTrials } from './key-trials.js';
import { LimitsLifecycle } from './limits.lifecycle.js';
import { RATE_COUNTERS } from './rate-counters.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { RateLimits } from './rate-limits.js';

/** Rate limits. Its guard runs after the one that finds out who calls: AuthModule comes before it in the list of modules. */
@Module({
  imports: [SessionModule],
  providers: [
    { provide: RATE_COUNTERS, inject: [APP_CONFIG], useFactory: createRateCounters },
    RateLimits,
    CredentialGate,
    KeyTrials,
    LimitsLifecycle,
    { provide: APP_GUARD, useClass: RateLimitGuard },
  ],
  exports: [RateLimits, CredentialGate],
})
export class LimitsModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(CredentialGateMiddleware).forRoutes('{*path}');
  }
}
