/** How a tool is called. Data: every tool may differ, and a deployment may change it. */
export interface ToolSettings {
  /** Longest wait for one attempt, ms. */
  readonly timeoutMs: number;
  /** Attempts in all, 1 = no retry. Only failures that say they are retryable are repeated. */
  readonly attempts: number;
  /** Bounds of the jittered pause before a repeat, ms. */
  readonly retryPauseMs: { readonly first: number; readonly most: number };
  /** Calls at once in this process, and how many more may wait for their turn. */
  readonly concurrent: number;
  readonly waiting: number;
  /** Failures in a row that open the circuit, and how long it stays open before one call may try, ms. */
  readonly breaker: { readonly failures: number; readonly openMs: number };
}

/** Settings of a tool that says nothing else. A turn waits at most some seconds, so repeats are few and quick. */
export const DEFAULT_TOOL_SETTINGS: ToolSettings = {
  timeoutMs: 5_000,
  attempts: 2,
  retryPauseMs: { first: 50, most: 400 },
  concurrent: 64,
  waiting: 256,
  breaker: { failures: 5, openMs: 10_000 },
};
