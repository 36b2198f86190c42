import { type CrossRule } from './cross-rule.js';
import { type EnvironmentValues } from './env.schema.js';

/** Limits of work in hand. Times are in milliseconds. */
export interface OverloadConfig {
  /** Turns of this process, also those that wait for somebody else. */
  readonly maxTurns: number;
  /** Turns that wait to be begun. */
  readonly maxQueued: number;
  /** How long one may wait. */
  readonly queueTimeoutMs: number;
  /** Turns of one session that wait for its line. */
  readonly maxQueuedPerSession: number;
}

/** That part of the configuration, of variables that keep `overloadRules`. */
export function overloadConfig(values: EnvironmentValues): OverloadConfig {
  return {
    maxTurns: values.AGENT_MAX_CONCURRENT_TURNS,
    maxQueued: values.AGENT_MAX_QUEUED_TURNS,
    queueTimeoutMs: values.AGENT_QUEUE_TIMEOUT_MS,
    maxQueuedPerSession: values.AGENT_MAX_QUEUED_PER_SESSION,
  };
}

/** What must hold between these variables and others. */
export const overloadRules: readonly CrossRule[] = [
  {
    names: ['AGENT_QUEUE_TIMEOUT_MS', 'AGENT_TURN_TIMEOUT_SECONDS'],
    broken: ({ AGENT_QUEUE_TIMEOUT_MS: waitMs, AGENT_TURN_TIMEOUT_SECONDS: seconds }) => waitMs >= seconds * 1000,
    message: 'is as long as a whole answer may take. Lower it below AGENT_TURN_TIMEOUT_SECONDS.',
  },
];
