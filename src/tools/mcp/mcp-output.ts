import { type CallToolResult } from '@ai-sdk/mcp';
import { McpToolFailed } from './mcp.errors.js';

/** Most that a call tells a model, characters of JSON; under the bound that every tool has. */
const MAX_JSON = 12_000;

/** What a call of a server's tool tells a model: data, or text. `cut` when there was more, `leftOut` names parts that are no text. */
export interface McpOutput {
  readonly data?: unknown;
  readonly text?: string;
  readonly cut?: true;
  readonly leftOut?: readonly string[];
}

/** @throws McpToolFailed when the tool says so itself */
export function outputOf(result: CallToolResult, tool: string): McpOutput {
  if (result.isError === true) throw new McpToolFailed(`Tool ${tool} says that the call failed.`);
  const { structuredContent } = result;
  if (structuredContent !== undefined && JSON.stringify(structuredContent).length <= MAX_JSON)
    return { data: structuredContent };
  const parts = Array.isArray(result.content) ? (result.content as readonly Part[]) : [];
  const texts = parts.flatMap((part) => textOf(part) ?? []);
  const leftOut = [...new Set(parts.filter((part) => textOf(part) === undefined).map(({ type }) => type.slice(0, 40)))];
  const { text, cut } = bounded(texts.join('\n').toWellFormed());
  return { text, ...(cut ? { cut } : {}), ...(leftOut.length > 0 ? { leftOut: leftOut.slice(0, 10) } : {}) };
}

interface Part {
  readonly type: string;
  readonly text?: unknown;
  readonly resource?: { readonly text?: unknown };
}

function textOf({ type, text, resource }: Part): string | undefined {
  const found = type === 'text' ? text : type === 'resource' ? resource?.text : undefined;
  return typeof found === 'string' ? found : undefined;
}

function bounded(whole: string): { text: string; cut: boolean } {
  let text = whole.slice(0, MAX_JSON);
  // A character may take six in JSON; each round takes away what is too much.
  for (let size = JSON.stringify(text).length; size > MAX_JSON; size = JSON.stringify(text).length) {
    text = text.slice(0, Math.floor((text.length * MAX_JSON) / size) - 1);
  }
  return { text: text.toWellFormed(), cut: text.length < whole.length };
}
