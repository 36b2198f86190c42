import { Clock, SystemClock } from '../../src/common/clock.js';
import { type ModelConfig, type ModelLimits } from '../../src/config/llm-config.js';
import { type PiiConfig } from '../../src/config/pii-config.js';
import { PII_KINDS } from '../../src/config/pii-variables.js';
import { type Passage } from '../../src/knowledge/passage.js';
import { type Answerer, type AnswerPart, type AnswerRequest, type DraftAnswer } from '../../src/llm/answerer.js';
import { type ModelAnswerer } from '../../src/llm/model/model-answerer.js';
import { openModels } from '../../src/llm/model/open-models.js';

/** Limits of a test: short, and without repeats unless it wants them. */
const LIMITS: ModelLimits = {
  maxSteps: 4,
  maxCallsPerTool: 3,
  maxOutputTokens: 800,
  contextTokens: 8000,
  timeoutMs: 10_000,
  firstTokenTimeoutMs: 5000,
  stallTimeoutMs: 5000,
  maxRetries: 0,
  breakerOpenMs: 60_000,
};

/** An answerer that asks the model at `url`. */
export async function modelAt(
  url: string,
  limits: Partial<ModelLimits> = {},
  config: Partial<ModelConfig> = {},
  clock: Clock = new SystemClock(),
  pii: PiiConfig = { kinds: PII_KINDS, allow: [] },
): Promise<ModelAnswerer> {
  const model: ModelConfig = {
    provider: 'openai-compatible',
    model: 'scripted',
    baseUrl: url,
    prices: null,
    ...config,
  };
  const llm = { provider: model.provider, models: [model], limits: { ...LIMITS, ...limits } };
  const [answerer] = await openModels(llm, pii, clock);
  if (!answerer) throw new Error('no model was opened');
  return answerer;
}

/** A page about refunds and one about shipping. */
export const HELP_PAGES: readonly Passage[] = [
  page('refunds', 'Refunds', 'You can return any item within 30 days of delivery. Gift cards cannot be refunded.', 0.9),
  page('shipping', 'Shipping', 'Standard delivery takes 3 to 5 business days. Express delivery costs $12.', 0.7),
];

/** A question with the help pages. */
export function asking(question: string, more: Partial<AnswerRequest> = {}): AnswerRequest {
  const signal = new AbortController().signal;
  return { question, history: [], passages: HELP_PAGES, facts: [], greet: false, signal, ...more };
}

/** Everything an answerer says to a request. */
export async function partsOf(answerer: Answerer, request: AnswerRequest): Promise<AnswerPart[]> {
  const parts: AnswerPart[] = [];
  for await (const part of answerer.answer(request)) parts.push(part);
  return parts;
}

/** The finished answer of parts. */
export function answerOf(parts: readonly AnswerPart[]): DraftAnswer {
  const last = parts.at(-1);
  if (last?.type !== 'done') throw new Error('no answer at the end');
  return last.answer;
}

/** The text that stands in the end: what was told since the last `replace`. */
export function textOf(parts: readonly AnswerPart[]): string {
  const from = parts.findLastIndex(({ type }) => type === 'replace') + 1;
  return parts
    .slice(from)
    .flatMap((part) => (part.type === 'text' ? [part.delta] : []))
    .join('');
}

function page(name: string, title: string, content: string, score: number): Passage {
  const position = { start: 0, end: content.length };
  const rest = { heading: null, source: null, metadata: {}, url: `https://shop.example/${name}` };
  return { documentId: `doc_${name}`, chunkId: `chk_${name}`, title, content, score, position, ...rest };
}
