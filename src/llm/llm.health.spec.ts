import { describe, expect, it } from '@jest/globals';
import { TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { LANGUAGE_MODELS } from './language-models.token.js';
import { LlmHealth } from './llm.health.js';
import { type ModelCircuitState } from './model/model-circuit.js';

interface State {
  readonly model: string;
  readonly circuit: ModelCircuitState;
}

async function healthOf(...models: readonly State[]) {
  const providers = [LlmHealth, { provide: LANGUAGE_MODELS, useValue: models }];
  const testing = await Test.createTestingModule({ imports: [TerminusModule], providers }).compile();
  return testing.get(LlmHealth).check().llm;
}

const primary: State = { model: 'openai-compatible:qwen3:8b', circuit: 'closed' };
const fallback: State = { model: 'anthropic:claude', circuit: 'open' };

describe('LlmHealth', () => {
  it('is up without any model', async () => {
    await expect(healthOf()).resolves.toEqual({ status: 'up', provider: 'extractive' });
  });

  it('is up while the first model is asked, whatever its fallbacks do', async () => {
    await expect(healthOf(primary, fallback)).resolves.toEqual({
      status: 'up',
      provider: 'openai-compatible',
      model: 'openai-compatible:qwen3:8b',
      circuit: 'closed',
      fallback: [fallback],
    });
  });

  it.each(['open', 'half_open'] as const)('is degraded while the circuit of the first model is %s', async (circuit) => {
    await expect(healthOf({ ...primary, circuit })).resolves.toMatchObject({ status: 'degraded', circuit });
  });
});
