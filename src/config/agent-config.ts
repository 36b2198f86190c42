import { type EnvironmentValues } from './env.schema.js';

const DAY_MS = 86_400_000;

/** How the agent works a turn, and how long it remembers. Times are in milliseconds. */
export interface AgentConfig {
  readonly turnTimeoutMs: number;
  /** Null: as long as the conversation. */
  readonly memoryRetentionMs: number | null;
  readonly memoryHalfLifeMs: number;
}

/** The agent's part of the configuration. */
export function agentConfig(values: EnvironmentValues): AgentConfig {
  return {
    turnTimeoutMs: values.AGENT_TURN_TIMEOUT_SECONDS * 1000,
    memoryRetentionMs: values.MEMORY_RETENTION_DAYS === 0 ? null : values.MEMORY_RETENTION_DAYS * DAY_MS,
    memoryHalfLifeMs: values.MEMORY_HALF_LIFE_DAYS * DAY_MS,
  };
}
