import { type ToolGroup } from '../../config/tools-config.js';
import { type ToolInputSchema } from './tool-input-schema.js';
import { type ToolSettings } from './tool-settings.js';

/** What every tool call knows about its caller. `signal` is the turn's: it aborts when the customer stops or the turn is cut. */
export interface ToolContext {
  readonly sessionId: string;
  readonly turnId: string;
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** The customer, if known; `verified` only when their identity was proven, not merely claimed. */
  readonly user?: { readonly userId: string; readonly verified: boolean };
}

/**
 * One ability of the agent. `name` is snake_case, unique and stable (it is in logs, metrics and `toolsUsed`); `description` says
 * to a model when to use it. `run` may throw: an AppError keeps its code, anything else becomes `tool_failed`. A tool passes
 * `context.signal` on to whatever it waits for and keeps nothing of one call for another but what it may show everybody.
 */
export interface Tool<Input, Output> {
  readonly name: string;
  readonly description: string;
  /** The switch of the configuration that turns it off; absent: it is always on. */
  readonly group?: ToolGroup;
  /** What differs from the settings of all tools. */
  readonly settings?: Partial<ToolSettings>;
  run(input: Input, context: ToolContext): Promise<Output>;
  /** Called once at the start, beside all other tools'. One that fails is out of order, not the desk; it is tried again later. */
  open?(): Promise<void>;
  /** Called once at the end, also after an `open` that failed. */
  close?(): Promise<void>;
}

/** A tool that a language model may call by itself: its input comes from a model and is checked before `run` sees it. */
export interface CallableTool<Input = unknown, Output = unknown> extends Tool<Input, Output> {
  readonly inputSchema: ToolInputSchema<Input>;
}

/** Tools that are known only when it is opened: those of a configuration file or of another server. */
export interface ToolSource {
  readonly name: string;
  readonly group?: ToolGroup;
  /** Tools by unique names. May be called again after it failed. */
  open(): Promise<readonly CallableTool[]>;
  close(): Promise<void>;
}
