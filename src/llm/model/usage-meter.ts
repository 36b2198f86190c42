import { type FinishReason, type LanguageModelUsage } from 'ai';
import { type ModelPrices } from '../../config/llm-config.js';
import { type ModelUsage } from '../../conversation/turn-record.js';
import { llmCost, llmTokens } from '../../telemetry/metrics.js';
import { type ModelStep } from './model-span.js';

/** What the AI SDK tells of a request that was answered. */
interface AnsweredStep {
  readonly usage: LanguageModelUsage;
  readonly finishReason: FinishReason;
  readonly response: { readonly modelId: string };
}

const MILLION = 1_000_000;

/** Adds up what the requests of one answer used, as the provider counted it. */
export class UsageMeter {
  #inputTokens = 0;
  #outputTokens = 0;
  readonly #steps: ModelStep[] = [];

  constructor(
    private readonly model: string,
    private readonly prices: ModelPrices | null,
  ) {}

  /** The requests that were answered, in their order. */
  get steps(): readonly ModelStep[] {
    return this.#steps;
  }

  /** Notes a request that was answered. */
  add({ usage, finishReason, response }: AnsweredStep): void {
    const { inputTokens = 0, outputTokens = 0 } = usage;
    this.#steps.push({ inputTokens, outputTokens, finishReason, responseModel: response.modelId });
    this.#inputTokens += inputTokens;
    this.#outputTokens += outputTokens;
    llmTokens.inc({ model: this.model, direction: 'input' }, inputTokens);
    llmTokens.inc({ model: this.model, direction: 'output' }, outputTokens);
    if (this.prices) llmCost.inc({ model: this.model }, costOf(inputTokens, outputTokens, this.prices));
  }

  /** All of it so far. */
  total(): Pick<ModelUsage, 'inputTokens' | 'outputTokens' | 'costUsd' | 'steps'> {
    const costUsd = this.prices && costOf(this.#inputTokens, this.#outputTokens, this.prices);
    return { inputTokens: this.#inputTokens, outputTokens: this.#outputTokens, costUsd, steps: this.#steps.length };
  }
}

function costOf(inputTokens: number, outputTokens: number, { input, output }: ModelPrices): number {
  return (inputTokens * input + outputTokens * output) / MILLION;
}
