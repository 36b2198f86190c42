import { dynamicTool, type JSONSchema7, jsonSchema, type ToolSet } from 'ai';
import { type ModelLimits } from '../../config/llm-config.js';
import { type Disguise } from '../../pii/disguise.js';
import { type AnswerTool } from '../answerer.js';
import { fence } from '../untrusted/fence.js';
import { estimateTokens } from './estimate-tokens.js';

/** What a model is told of a call. The value is fenced: other systems wrote it. */
type ToldReply =
  { readonly status: 'ok'; readonly result: string } | { readonly status: 'failed'; readonly code: string };

const SPENT: ToldReply = { status: 'failed', code: 'tool_budget_spent' };

/** What the calls of one answer are told with. */
export interface Telling {
  readonly nonce: string;
  readonly disguise: Disguise;
}

/** The tools of one answer as the AI SDK takes them, counting what they use up. They get values, and the model tokens. */
export class CallableTools {
  readonly set: ToolSet;
  readonly #calls = new Map<string, number>();
  readonly #succeeded = new Set<string>();
  readonly #limits: Pick<ModelLimits, 'maxCallsPerTool' | 'contextTokens'>;
  readonly #telling: Telling;
  #toldTokens = 0;

  constructor(
    tools: readonly AnswerTool[],
    limits: Pick<ModelLimits, 'maxCallsPerTool' | 'contextTokens'>,
    telling: Telling,
    signal: AbortSignal,
  ) {
    this.#limits = limits;
    this.#telling = telling;
    this.set = Object.fromEntries(tools.map((tool) => [tool.name, this.#asSdkTool(tool, signal)]));
  }

  /** Calls made in all, refused ones not counted. */
  get calls(): number {
    return [...this.#calls.values()].reduce((sum, calls) => sum + calls, 0);
  }

  /** Names of the tools that gave something. */
  get succeeded(): readonly string[] {
    return [...this.#succeeded];
  }

  #asSdkTool(tool: AnswerTool, signal: AbortSignal): ToolSet[string] {
    return dynamicTool({
      description: tool.description,
      inputSchema: jsonSchema(tool.inputSchema as JSONSchema7),
      execute: (input) => this.#call(tool, input, signal),
    });
  }

  async #call(tool: AnswerTool, input: unknown, signal: AbortSignal): Promise<ToldReply> {
    const calls = this.#calls.get(tool.name) ?? 0;
    if (calls >= this.#limits.maxCallsPerTool) return SPENT;
    this.#calls.set(tool.name, calls + 1);
    const { disguise, nonce } = this.#telling;
    const reply = await tool.call(disguise.restoreValue(input), signal);
    if (reply.status === 'failed') return { status: 'failed', code: reply.code };
    const result = fence(`result of ${tool.name}`, JSON.stringify(disguise.hideValue(reply.value)), nonce);
    // Answers of tools are sent again with every step; together they may be as much as the question with all its sources.
    const tokens = estimateTokens(result);
    if (this.#toldTokens + tokens > this.#limits.contextTokens) return SPENT;
    this.#toldTokens += tokens;
    this.#succeeded.add(tool.name);
    return { status: 'ok', result };
  }
}
