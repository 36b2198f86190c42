import { type ToolRunner } from './run-tool.js';
import { ToolOutputUnusable } from './tool-errors.js';
import { type ToolRegistry } from './tool-registry.js';
import { type CallableTool, type Tool, type ToolContext } from './tool.js';

/** Most that a model is told by one call, characters of JSON: some 4,000 tokens. */
const MAX_OUTPUT = 16_384;

/** What a model is told of a call. */
type ToolReply =
  | { readonly status: 'ok'; readonly value: unknown }
  | { readonly status: 'failed'; readonly code: string; readonly retryable: boolean };

/** A tool as a model may call it in one turn. */
interface ToolOfTurn {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
  call(input: unknown, signal: AbortSignal): Promise<ToolReply>;
}

/** The tools that a model may call in the turn of `context`: input checked, output bounded, a failure told as a code. */
export function callableTools(registry: ToolRegistry, runner: ToolRunner, context: ToolContext): ToolOfTurn[] {
  return registry.callable().map((tool) => ({
    name: tool.name,
    description: tool.description,
    inputSchema: tool.inputSchema.jsonSchema,
    call: async (input, signal) => {
      const outcome = await runner.run(checked(tool), input, { ...context, signal });
      if (outcome.status === 'disabled') return { status: 'failed', code: 'tool_disabled', retryable: false };
      if (outcome.status === 'ok') return { status: 'ok', value: outcome.value };
      return { status: 'failed', code: outcome.code, retryable: outcome.retryable };
    },
  }));
}

/** The tool with its input parsed and its output seen to be plain data of a bearable size. */
function checked(tool: CallableTool): Tool<unknown, unknown> {
  const { name, description, settings, inputSchema } = tool;
  return {
    ...{ name, description, ...(settings ? { settings } : {}) },
    run: async (input, context) => plain(name, await tool.run(inputSchema.parse(input), context)),
  };
}

function plain(tool: string, value: unknown): unknown {
  const json = jsonOf(tool, value);
  if (json === undefined) throw new ToolOutputUnusable(`Tool ${tool} gave nothing.`);
  if (json.length > MAX_OUTPUT) throw new ToolOutputUnusable(`Tool ${tool} gave more than ${MAX_OUTPUT} characters.`);
  return JSON.parse(json);
}

/** Nothing for what JSON has no word for, such as undefined. */
function jsonOf(tool: string, value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw new ToolOutputUnusable(`Tool ${tool} gave something that is no data.`, { cause });
  }
}
