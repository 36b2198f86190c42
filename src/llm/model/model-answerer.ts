import { type Span } from '@opentelemetry/api';
import { isStepCount, streamText, wrapLanguageModel } from 'ai';
import { type Clock } from '../../common/clock.js';
import { type ModelConfig, type ModelLimits } from '../../config/llm-config.js';
import { type PiiConfig } from '../../config/pii-config.js';
import { llmDuration } from '../../telemetry/metrics.js';
import { within } from '../../telemetry/spans.js';
import { ABSTENTION } from '../abstention.js';
import { type Answerer, type AnswerPart, type AnswerRequest, type DraftAnswer } from '../answerer.js';
import { sentencesOf } from '../extractive/sentences.js';
import { type PromptDocument } from '../prompts/prompt-document.js';
import { buildPrompt, type ModelPrompt } from './build-prompt.js';
import { CallableTools } from './callable-tools.js';
import { candidateSources, citedSources } from './cite-sources.js';
import { CONTROL_TOOLS } from './control-tools.js';
import { guarding } from './guarded-model.js';
import { ModelCircuit, type ModelCircuitState } from './model-circuit.js';
import { LlmUnavailable } from './model-errors.js';
import { ModelReply } from './model-reply.js';
import { endModelSpan, failModelSpan, startModelSpan } from './model-span.js';
import { type ReachedModel } from './providers.js';
import { translateFailure } from './translate-failure.js';
import { turnDisguise } from './turn-disguise.js';
import { UsageMeter } from './usage-meter.js';

/** Kept of the turn's time for whoever answers when the model does not, ms. */
const RESERVE = 1500;
/** With less time than this no model is asked, ms. */
const LEAST = 500;

/** How sure an answer is that cites no passage: one from records or tools, and one from neither. */
const CONFIDENCE = { looked_up: 1, uncited: 0.5 } as const;

/** What a model is asked with. */
export interface ModelAnswererOptions {
  readonly config: ModelConfig;
  readonly access: ReachedModel;
  readonly limits: ModelLimits;
  readonly prompt: PromptDocument;
  /** What of a customer the model may not see. */
  readonly pii: PiiConfig;
  readonly clock: Clock;
}

/**
 * Lets a language model word the answer from what the request holds. Text is told as it comes; what the model decides it decides by
 * calls of typed tools. It sees tokens in place of personal data; whoever listens gets the data. Grounding is not checked here: `support` of citations is `unsupported` until somebody does.
 * @throws LlmUnavailable, LlmRejected, also in mid-answer; the caller's abort
 */
export class ModelAnswerer implements Answerer {
  /** Provider and model, as in LLM_FALLBACK. */
  readonly model: string;
  readonly #options: ModelAnswererOptions;
  readonly #circuit: ModelCircuit;

  constructor(options: ModelAnswererOptions) {
    this.model = `${options.config.provider}:${options.config.model}`;
    this.#options = options;
    this.#circuit = new ModelCircuit(this.model, options.limits.breakerOpenMs);
  }

  /** Whether the model is asked at all. */
  get circuit(): ModelCircuitState {
    return this.#circuit.state;
  }

  async *answer(request: AnswerRequest): AsyncGenerator<AnswerPart> {
    request.signal.throwIfAborted();
    const { clock, config } = this.#options;
    const startedAt = clock.now();
    const span = startModelSpan(config);
    const cut = new AbortController();
    const meter = new UsageMeter(this.model, config.prices);
    let outcome = 'stopped';
    try {
      const answer = yield* this.#ask(request, { cut, meter, span });
      outcome = answer.decision;
      endModelSpan(span, meter.steps);
      yield { type: 'done', answer };
    } catch (thrown) {
      request.signal.throwIfAborted();
      const failure = translateFailure(cut.signal.aborted ? cut.signal.reason : thrown, this.model, clock.now());
      outcome = failure.code;
      throw failure;
    } finally {
      // Whoever stops listening ends the provider's request with it.
      cut.abort();
      llmDuration.observe({ model: this.model, outcome }, (clock.now() - startedAt) / 1000);
      if (span.isRecording()) failModelSpan(span, outcome);
    }
  }

  async *#ask(request: AnswerRequest, { cut, meter, span }: Asking): AsyncGenerator<AnswerPart, AnswerWithUsage> {
    const { limits, prompt: document, pii } = this.#options;
    const deadlineAt = this.#deadlineOf(request);
    const disguise = turnDisguise(pii, request);
    const prompt = buildPrompt(document, request, limits.contextTokens, disguise);
    const timer = setTimeout(() => {
      cut.abort(new LlmUnavailable(`${this.model} was not ready in time.`, 'deadline'));
    }, deadlineAt - this.#options.clock.now());
    try {
      const signal = AbortSignal.any([request.signal, cut.signal]);
      const tools = new CallableTools(request.tools ?? [], limits, { nonce: prompt.nonce, disguise }, signal);
      const reply = new ModelReply(this.model, prompt.passages.length, disguise);
      let introduced = prompt.passages.length === 0;
      // What is begun in there belongs to the span, and so do the calls of tools.
      for await (const part of within(span, () => this.#stream(prompt, tools, deadlineAt, signal))) {
        if (part.type === 'error') throw part.error;
        if (part.type === 'abort') signal.throwIfAborted();
        if (part.type === 'finish-step') meter.add(part);
        for (const told of reply.take(part)) {
          if (told.type === 'text' && !introduced)
            yield { type: 'sources', sources: candidateSources(prompt.passages, request.question) };
          introduced ||= told.type === 'text';
          yield told;
        }
      }
      const answered = yield* reply.end();
      const usage = { ...meter.total(), toolCalls: tools.calls, prompt: document.id };
      const draft = answered ? draftOf(reply, prompt, request, tools) : abstention();
      const { succeeded: toolsUsed } = tools;
      return { ...draft, model: this.model, degraded: [], toolsUsed, concerns: reply.concerns, usage };
    } finally {
      clearTimeout(timer);
    }
  }

  #deadlineOf({ deadline = Infinity }: AnswerRequest): number {
    const { clock, limits } = this.#options;
    const now = clock.now();
    const deadlineAt = Math.min(now + limits.timeoutMs, deadline - RESERVE);
    if (deadlineAt - now < LEAST) throw new LlmUnavailable(`There is no time left to ask ${this.model}.`, 'deadline');
    return deadlineAt;
  }

  #stream(prompt: ModelPrompt, tools: CallableTools, deadlineAt: number, signal: AbortSignal) {
    const { access, limits, clock } = this.#options;
    const guard = { model: this.model, limits, circuit: this.#circuit, clock, deadlineAt };
    const last = limits.maxSteps - 1;
    const { stream } = streamText({
      model: wrapLanguageModel({ model: access, middleware: guarding(guard) }),
      instructions: prompt.instructions,
      messages: [{ role: 'user', content: prompt.message }],
      tools: { ...tools.set, ...CONTROL_TOOLS },
      stopWhen: isStepCount(limits.maxSteps),
      // The last request has to bring the answer.
      prepareStep: ({ stepNumber }) => (stepNumber === last ? { activeTools: Object.keys(CONTROL_TOOLS) } : {}),
      maxOutputTokens: limits.maxOutputTokens,
      ...(limits.temperature === undefined ? {} : { temperature: limits.temperature }),
      // Conversations are kept by this desk and by nobody else.
      providerOptions: { openai: { store: false } },
      maxRetries: 0,
      abortSignal: signal,
      // Failures are thrown from the stream; the SDK would print them.
      onError: () => undefined,
    });
    return stream;
  }
}

/** What one answer is asked for with. */
interface Asking {
  readonly cut: AbortController;
  readonly meter: UsageMeter;
  readonly span: Span;
}

type AnswerWithUsage = DraftAnswer & Required<Pick<DraftAnswer, 'usage'>>;
type Worded = Pick<DraftAnswer, 'decision' | 'text' | 'citations' | 'confidence' | 'grounding'>;

function draftOf(
  { text }: ModelReply,
  { passages }: ModelPrompt,
  { records = [] }: AnswerRequest,
  tools: CallableTools,
): Worded {
  const citations = citedSources(text, passages);
  const uncited = records.length + tools.succeeded.length > 0 ? CONFIDENCE.looked_up : CONFIDENCE.uncited;
  const confidence = citations.length > 0 ? Math.max(...citations.map(({ score }) => score)) : uncited;
  // Nothing counts as supported before it was checked.
  const grounding = { score: 0, supportedSentences: 0, totalSentences: sentencesOf(text).length };
  return { decision: 'answer', text, citations, confidence, grounding };
}

function abstention(): Worded {
  const grounding = { score: 1, supportedSentences: 0, totalSentences: 0 };
  return { decision: 'abstain', text: ABSTENTION, citations: [], confidence: 0, grounding };
}
