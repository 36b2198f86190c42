import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult } from '@nestjs/terminus';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { DatabaseHealth } from '../database/database.health.js';
import { SessionHealth } from '../session/session.health.js';
import { HealthDetails } from './health-details.js';
import { ProcessState } from './process-state.js';

/** How much of the desk works. */
type Mode = 'full' | 'no-redis' | 'no-llm' | 'read-only';

export interface Report {
  /** `degraded`: requests are served, with less than there should be; `mode` and `details` tell what is missing. */
  readonly status: 'ok' | 'degraded' | 'error';
  readonly mode: Mode;
  readonly details: HealthIndicatorResult;
}

/** Puts the rooms' own indicators together. */
@Injectable()
export class HealthReport {
  constructor(
    private readonly database: DatabaseHealth,
    private readonly session: SessionHealth,
    private readonly parts: HealthDetails,
    private readonly process: ProcessState,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  /** Whether the next request can be served. */
  async ready(): Promise<Report> {
    const started = this.process.current === 'started';
    const details = {
      process: { status: started ? ('up' as const) : ('down' as const), state: this.process.current },
      ...(await this.components()),
    };
    return reportOf(details);
  }

  /** The components in detail. */
  async full(): Promise<Report> {
    const { session } = this.config;
    return reportOf({
      ...(await this.components()),
      locks: { status: 'up', type: session.store, leaseMs: session.lockTimeoutMs },
      ...(await this.parts.check()),
    });
  }

  private async components(): Promise<HealthIndicatorResult> {
    const [database, session] = await Promise.all([this.database.check(), this.session.check()]);
    return { ...database, ...session, ...this.parts.languageModels() };
  }
}

function reportOf(details: HealthIndicatorResult): Report {
  const states = Object.values(details).map(({ status }) => status);
  const status = states.includes('down') ? 'error' : states.includes('degraded') ? 'degraded' : 'ok';
  return { status, mode: modeOf(details), details };
}

function modeOf({ database, sessionStore, llm }: HealthIndicatorResult): Mode {
  if (database?.status === 'down') return 'read-only';
  if (llm?.status === 'degraded') return 'no-llm';
  return sessionStore?.status === 'degraded' ? 'no-redis' : 'full';
}
