import { type Answerer, type AnswerPart, type AnswerRequest, type AnswerTool, type KnownRecord } from '../answerer.js';
import { trustedSchema, trustedValue } from './trusted-value.js';
import { trustedPassages, trustedText } from './trusted-view.js';

/**
 * Cleans everything that others wrote before any answerer sees it: passages of pages and files, memories, records and what tools
 * answer. The customer's own words are left whole: they are what is asked, and the prompt fences them.
 */
export class TrustedAnswerer implements Answerer {
  readonly model: string;
  readonly #inner: Answerer;

  constructor(inner: Answerer) {
    this.model = inner.model;
    this.#inner = inner;
  }

  answer(request: AnswerRequest): AsyncIterable<AnswerPart> {
    return this.#inner.answer(trustedRequest(request));
  }
}

function trustedRequest(request: AnswerRequest): AnswerRequest {
  const { passages, facts, recollections, summary, records, tools } = request;
  return {
    ...request,
    passages: trustedPassages(passages),
    facts: facts.map(({ kind, value }) => ({ kind, value: trustedText(value) })).filter(({ value }) => value !== ''),
    ...(recollections === undefined
      ? {}
      : { recollections: recollections.map(trustedText).filter((told) => told !== '') }),
    ...(summary === undefined ? {} : { summary: trustedText(summary) }),
    ...(records === undefined ? {} : { records: records.map(trustedRecord) }),
    ...(tools === undefined ? {} : { tools: tools.map(trustedTool) }),
  };
}

function trustedRecord({ tool, title, fields, text }: KnownRecord): KnownRecord {
  return {
    tool,
    title: trustedText(title),
    fields: trustedValue(fields) as KnownRecord['fields'],
    text: trustedText(text),
  };
}

/** Its description comes from another server too, where it is not ours. */
function trustedTool(tool: AnswerTool): AnswerTool {
  return {
    name: tool.name,
    description: trustedText(tool.description),
    inputSchema: trustedSchema(tool.inputSchema),
    async call(input, signal) {
      const reply = await tool.call(input, signal);
      return reply.status === 'ok' ? { status: 'ok', value: trustedValue(reply.value) } : reply;
    },
  };
}
