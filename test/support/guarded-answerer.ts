import { SystemClock } from '../../src/common/clock.js';
import { loadConfig } from '../../src/config/app-config.js';
import { type Answerer } from '../../src/llm/answerer.js';
import { ExtractiveAnswerer } from '../../src/llm/extractive/extractive-answerer.js';
import { FallbackAnswerer } from '../../src/llm/fallback-answerer.js';
import { GroundedAnswerer } from '../../src/llm/grounding/grounded-answerer.js';
import { ModelAnswerer } from '../../src/llm/model/model-answerer.js';
import { reachModel } from '../../src/llm/model/providers.js';
import { loadPrompt } from '../../src/llm/prompts/prompt-document.js';
import { TrustedAnswerer } from '../../src/llm/untrusted/trusted-answerer.js';

/** The model at `url` by itself, and in the chain that the desk speaks through. A failure of the model fails the test. */
export async function guardedAnswerer(url: string): Promise<{ alone: Answerer; guarded: Answerer }> {
  const model = { LLM_PROVIDER: 'openai-compatible', LLM_MODEL: 'obeying', LLM_BASE_URL: url };
  const { llm, grounding, pii } = loadConfig(model);
  const [config] = llm.models;
  if (!config) throw new Error('no model is configured');
  const access = await reachModel(config);
  const alone = new ModelAnswerer({
    ...{ config, access, limits: llm.limits, pii },
    prompt: loadPrompt('answer'),
    clock: new SystemClock(),
  });
  const extractive = new ExtractiveAnswerer();
  const chain = new FallbackAnswerer([alone], extractive, (_, failure) => {
    throw failure;
  });
  return { alone, guarded: new TrustedAnswerer(new GroundedAnswerer(chain, extractive, grounding)) };
}
