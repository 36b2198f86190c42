import { AppError } from '../../common/app-error.js';
import { withDeadline } from './deadline.js';
import { type ToolRunner } from './run-tool.js';
import { type ToolState } from './tool-outcome.js';
import { type ToolRules } from './tool-rules.js';
import { type CallableTool, type Tool, type ToolSource } from './tool.js';

/** Longest time a tool may take to open or close, ms. */
const OPEN_WITHIN_MS = 10_000;
/** Pauses before a tool that failed to open is tried again, ms: each twice the last, up to the most. */
const AGAIN_AFTER_MS = { first: 5_000, most: 300_000 };

/** What an operator should know of a tool: names and codes only. */
export interface ToolNotice {
  readonly event: 'tool_failed_to_open' | 'tool_opened_late' | 'tool_name_taken' | 'tool_failed_to_close';
  readonly tool: string;
  readonly code?: string;
}

/** What the registry looks after. */
export interface RegisteredTools {
  readonly tools: readonly Tool<never, unknown>[];
  readonly sources: readonly ToolSource[];
}

interface Opened {
  readonly name: string;
  readonly open: () => Promise<void>;
  readonly close: () => Promise<void>;
  status: 'ready' | 'failed_to_open';
  pauseMs: number;
}

/** Opens and closes all tools, and knows how they are. A tool that does not open is out of order; the desk is not. */
export class ToolRegistry {
  private readonly opened: Opened[];
  private readonly callables = new Map<string, { readonly source: string; readonly tool: CallableTool }>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private closed = false;

  constructor(
    private readonly registered: RegisteredTools,
    private readonly runner: Pick<ToolRunner, 'circuitOf'>,
    private readonly rules: Pick<ToolRules, 'isEnabled'>,
    private readonly notice: (notice: ToolNotice) => void,
  ) {
    const tools = registered.tools.filter((tool) => rules.isEnabled(tool));
    const sources = registered.sources.filter((source) => rules.isEnabled(source));
    this.opened = [
      ...tools.map((tool) =>
        this.entry(
          tool.name,
          async () => tool.open?.(),
          async () => tool.close?.(),
        ),
      ),
      ...sources.map((source) =>
        this.entry(
          source.name,
          async () => {
            this.take(source.name, await source.open());
          },
          () => source.close(),
        ),
      ),
    ];
  }

  /** Opens all at once; resolves when each is open, has failed or has had its time. */
  async open(): Promise<void> {
    await Promise.all(this.opened.map((entry) => this.tryToOpen(entry)));
  }

  /** Closes all at once, each within its time. */
  async close(): Promise<void> {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.all(
      this.opened.map(async ({ name, close }) => {
        try {
          await inTime(close, name);
        } catch (error) {
          this.notice({ event: 'tool_failed_to_close', tool: name, code: codeOf(error) });
        }
      }),
    );
  }

  /** Tools that a model may call, of all sources that are open. */
  callable(): readonly CallableTool[] {
    return [...this.callables.values()].map(({ tool }) => tool).filter((tool) => this.rules.isEnabled(tool));
  }

  /** How every tool is. */
  states(): readonly ToolState[] {
    const { tools, sources } = this.registered;
    const disabled = [...tools, ...sources].filter((tool) => !this.rules.isEnabled(tool));
    const failed = new Set(this.opened.filter(({ status }) => status === 'failed_to_open').map(({ name }) => name));
    const names = new Set([...this.opened.map(({ name }) => name), ...this.callables.keys()]);
    return [
      ...[...names].map((name) => ({
        name,
        status: failed.has(name) ? ('failed_to_open' as const) : ('ready' as const),
        circuit: this.runner.circuitOf(name),
      })),
      ...disabled.map(({ name }) => ({ name, status: 'disabled' as const, circuit: 'closed' as const })),
    ];
  }

  private entry(name: string, open: () => Promise<void>, close: () => Promise<void>): Opened {
    return { name, open, close, status: 'ready', pauseMs: AGAIN_AFTER_MS.first };
  }

  private async tryToOpen(entry: Opened): Promise<void> {
    const wasOut = entry.status === 'failed_to_open';
    try {
      await inTime(entry.open, entry.name);
      entry.status = 'ready';
      if (wasOut) this.notice({ event: 'tool_opened_late', tool: entry.name });
    } catch (error) {
      entry.status = 'failed_to_open';
      this.notice({ event: 'tool_failed_to_open', tool: entry.name, code: codeOf(error) });
      this.tryAgainLater(entry);
    }
  }

  private tryAgainLater(entry: Opened): void {
    if (this.closed) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.tryToOpen(entry);
    }, entry.pauseMs);
    timer.unref();
    this.timers.add(timer);
    entry.pauseMs = Math.min(entry.pauseMs * 2, AGAIN_AFTER_MS.most);
  }

  /** The first of a name has it; a source that is opened again replaces its own. */
  private take(source: string, tools: readonly CallableTool[]): void {
    const reserved = new Set(this.registered.tools.map(({ name }) => name));
    for (const tool of tools) {
      const owner = reserved.has(tool.name) ? undefined : (this.callables.get(tool.name)?.source ?? source);
      if (owner === source) this.callables.set(tool.name, { source, tool });
      else this.notice({ event: 'tool_name_taken', tool: tool.name });
    }
  }
}

function inTime(work: () => Promise<void>, name: string): Promise<void> {
  const never = new AbortController().signal;
  return withDeadline(
    work,
    never,
    OPEN_WITHIN_MS,
    () => new Error(`Tool ${name} took longer than ${OPEN_WITHIN_MS} ms.`),
  );
}

function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : error instanceof Error ? error.name : 'unknown';
}
