import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult } from '@nestjs/terminus';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { ComponentChecks } from './component-checks.js';
import { ProcessState } from './process-state.js';

/** How much of the desk works, from all of it down. */
export const MODES = ['full', 'no-redis', 'no-llm', 'read-only'] as const;
type Mode = (typeof MODES)[number];

export interface Report {
  /** `degraded`: requests are served, with less than there should be; `mode` and `details` tell what is missing. */
  readonly status: 'ok' | 'degraded' | 'error';
  readonly mode: Mode;
  readonly details: HealthIndicatorResult;
}

/** What everybody may know. */
export type Outline = Pick<Report, 'status' | 'mode'>;

/** Puts the rooms' own indicators together. */
@Injectable()
export class HealthReport {
  constructor(
    private readonly checks: ComponentChecks,
    private readonly process: ProcessState,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  /** Whether the next request can be served. */
  async ready(): Promise<Report> {
    const started = this.process.current === 'started';
    const details = {
      process: { status: started ? ('up' as const) : ('down' as const), state: this.process.current },
      ...(await this.checks.essential()),
    };
    return reportOf(details);
  }

  /** The components in detail. */
  async full(): Promise<Report> {
    const { session } = this.config;
    return reportOf({
      ...(await this.checks.essential()),
      locks: { status: 'up', type: session.store, leaseMs: session.lockTimeoutMs },
      ...(await this.checks.further()),
    });
  }
}

/** A report without its details. */
export function outlineOf({ status, mode }: Report): Outline {
  return { status, mode };
}

/** A report with what each component is and how it is, without figures, names of models and tools, and causes: they help attackers. */
export function surfaceOf({ status, mode, details }: Report): Report {
  const surface = Object.entries(details).map(([name, component]) => {
    const { type, connected } = component as { readonly type?: unknown; readonly connected?: unknown };
    const facts = { ...(type === undefined ? {} : { type }), ...(connected === undefined ? {} : { connected }) };
    return [name, { status: component.status, ...facts }] as const;
  });
  return { status, mode, details: Object.fromEntries(surface) };
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
