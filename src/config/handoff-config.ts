import { type EnvironmentValues } from './env.schema.js';

/** How long customers wait for people. */
export interface HandoffConfig {
  /** In ms; null: they are never told that nobody came. */
  readonly timeoutMs: number | null;
}

/** The part of the configuration about people. */
export function handoffConfig(values: EnvironmentValues): HandoffConfig {
  return { timeoutMs: values.HANDOFF_TIMEOUT_SECONDS === 0 ? null : values.HANDOFF_TIMEOUT_SECONDS * 1000 };
}
