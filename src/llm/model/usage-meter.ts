import { type LanguageModelUsage } from 'ai';
import { type ModelPrices } from '../../config/llm-config.js';
import { type ModelUsage } from '../../conversation/turn-record.js';
import { llmCost, llmTokens } from '../../telemetry/metrics.js';

const MILLION = 1_000_000;

/** Adds up what the requests of one answer used, as the provider counted it. */
export class UsageMeter {
  #inputTokens = 0;
  #outputTokens = 0;
  #steps = 0;

  constructor(
    private readonly model: string,
    private readonly prices: ModelPrices | null,
  ) {}

  /** Notes a request that was answered. */
  add({ inputTokens = 0, outputTokens = 0 }: LanguageModelUsage): void {
    this.#steps += 1;
    this.#inputTokens += inputTokens;
    this.#outputTokens += outputTokens;
    llmTokens.inc({ model: this.model, direction: 'input' }, inputTokens);
    llmTokens.inc({ model: this.model, direction: 'output' }, outputTokens);
    if (this.prices) llmCost.inc({ model: this.model }, costOf(inputTokens, outputTokens, this.prices));
  }

  /** All of it so far. */
  total(): Pick<ModelUsage, 'inputTokens' | 'outputTokens' | 'costUsd' | 'steps'> {
    const costUsd = this.prices && costOf(this.#inputTokens, this.#outputTokens, this.prices);
    return { inputTokens: this.#inputTokens, outputTokens: this.#outputTokens, costUsd, steps: this.#steps };
  }
}

function costOf(inputTokens: number, outputTokens: number, { input, output }: ModelPrices): number {
  return (inputTokens * input + outputTokens * output) / MILLION;
}
