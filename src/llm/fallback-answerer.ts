import { llmFallbacks } from '../telemetry/metrics.js';
import { type Answerer, type AnswerPart, type AnswerRequest } from './answerer.js';

/** What an answer lacks when a model was configured and none could be had. */
const NO_LLM = 'no-llm';

/** Told of every model that failed, with its failure; never with text. */
export type FailureReport = (model: string, failure: unknown) => void;

/**
 * Asks models in turn until one answers, and in the end `last`, which always does. What a failed one had told is taken back. Only
 * the caller's abort ends the chain.
 */
export class FallbackAnswerer implements Answerer {
  readonly model: string;

  constructor(
    private readonly models: readonly Answerer[],
    private readonly last: Answerer,
    private readonly report: FailureReport,
  ) {
    this.model = models[0]?.model ?? last.model;
  }

  async *answer(request: AnswerRequest): AsyncGenerator<AnswerPart> {
    for (const answerer of this.models) {
      let told = false;
      try {
        for await (const part of answerer.answer(request)) {
          told = part.type === 'text' || (part.type !== 'replace' && told);
          yield part;
        }
        return;
      } catch (failure) {
        request.signal.throwIfAborted();
        this.report(answerer.model, failure);
        llmFallbacks.inc({ model: answerer.model });
        if (told) yield { type: 'replace' };
      }
    }
    for await (const part of this.last.answer(request)) yield this.models.length > 0 ? withoutModel(part) : part;
  }
}

function withoutModel(part: AnswerPart): AnswerPart {
  if (part.type !== 'done') return part;
  return { type: 'done', answer: { ...part.answer, degraded: [...new Set([...part.answer.degraded, NO_LLM])] } };
}
