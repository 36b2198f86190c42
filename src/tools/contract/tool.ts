/** What every tool call knows about its caller. `signal` is the turn's: it aborts when the customer stops or the turn is cut. */
export interface ToolContext {
  readonly sessionId: string;
  readonly turnId: string;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

/**
 * One ability of the agent. `name` is snake_case, unique and stable (it is in logs, metrics and `toolsUsed`); `description` says
 * to a model when to use it. `run` may throw: an AppError keeps its code, anything else becomes `tool_failed`. A tool passes
 * `context.signal` on to whatever it waits for and keeps nothing between calls.
 */
export interface Tool<Input, Output> {
  readonly name: string;
  readonly description: string;
  run(input: Input, context: ToolContext): Promise<Output>;
}
