import { LLMock } from '@copilotkit/aimock';
import { describe, expect, it } from '@jest/globals';
import { type ModelConfig } from '../../src/config/llm-config.js';
import { type AnswerPart, type AnswerRequest, type AnswerTool } from '../../src/llm/answerer.js';
import { onCleanUp } from '../support/clean-up.js';
import { answerOf, asking, modelAt, partsOf, textOf } from '../support/model-desk.js';
import { startScriptedProvider } from '../support/scripted-provider.js';

/** A mock of all four providers, made by others, so that not only our own reading of their formats is tested. */
async function startMock(): Promise<LLMock> {
  const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent', chunkSize: 6 });
  await mock.start();
  onCleanUp(() => mock.stop());
  return mock;
}

/** Provider, path of its API, and how it says that it filtered an answer; the mock has no such answer of OpenAI's own API. */
const WIRE_FORMATS: [ModelConfig['provider'], string, string | null][] = [
  ['openai-compatible', '/v1', 'content_filter'],
  ['openai', '/v1', null],
  ['anthropic', '/v1', 'refusal'],
  ['google', '/v1beta', 'SAFETY'],
];

/** By all the names that providers have for it; the mock counts nothing by itself. */
const USAGE = {
  ...{ prompt_tokens: 90, completion_tokens: 10 },
  ...{ input_tokens: 90, output_tokens: 10 },
  ...{ promptTokenCount: 90, candidatesTokenCount: 10 },
};

/** What OpenAI's Responses API sends when it filters (its reference, "response.incomplete"). */
async function filteredByOpenAI(asked: AnswerRequest): Promise<AnswerPart[]> {
  const provider = await startScriptedProvider();
  const response = { id: 'resp_1', object: 'response', created_at: 1, model: 'mock-model', output: [] };
  const usage = { input_tokens: 9, output_tokens: 1 };
  const incomplete = { ...response, status: 'incomplete', incomplete_details: { reason: 'content_filter' }, usage };
  provider.next((turn) => {
    turn.raw(
      `data: ${JSON.stringify({ type: 'response.created', response: { ...response, status: 'in_progress' } })}\n\n`,
    );
    turn.raw(`data: ${JSON.stringify({ type: 'response.incomplete', response: incomplete })}\n\n`);
    setTimeout(turn.close, 20);
  });
  return partsOf(await modelAt(provider.url, {}, { provider: 'openai', model: 'mock-model', apiKey: 'key' }), asked);
}

const orders: AnswerTool = {
  name: 'order_status',
  description: 'Looks up an order.',
  inputSchema: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
  call: async () => ({ status: 'ok', value: { state: 'sent' } }),
};

describe.each(WIRE_FORMATS)('A model of %s', (provider, path, filtered) => {
  const open = (mock: LLMock) =>
    modelAt(
      `${mock.url}${path}`,
      {},
      { provider, model: 'mock-model', apiKey: 'key', prices: { input: 1, output: 1 } },
    );

  it('streams an answer with its tokens', async () => {
    const mock = await startMock();
    mock.onMessage(/gift card/, { content: 'Gift cards cannot be refunded [1].', usage: USAGE });
    const parts = await partsOf(await open(mock), asking('Can I return a gift card?'));
    expect(parts.filter(({ type }) => type === 'text').length).toBeGreaterThan(2);
    expect(textOf(parts)).toBe('Gift cards cannot be refunded [1].');
    const { usage, citations, model } = answerOf(parts);
    expect(model).toBe(`${provider}:mock-model`);
    expect(citations.map(({ chunkId }) => chunkId)).toEqual(['chk_refunds']);
    expect(usage).toMatchObject({ inputTokens: 90, outputTokens: 10, costUsd: 0.0001, steps: 1 });
  });

  it('uses a tool and answers in the next step', async () => {
    const mock = await startMock();
    // Google says STOP after a call of a function; the mock would say FUNCTION_CALL, which Google does not know.
    const finish = provider === 'google' ? { finishReason: 'stop' } : {};
    mock.on({ hasToolResult: false }, { toolCalls: [{ name: 'order_status', arguments: '{"id":"4711"}' }], ...finish });
    mock.on({ hasToolResult: true }, { content: 'Order 4711 was sent.' });
    const parts = await partsOf(await open(mock), asking('Where is order 4711?', { tools: [orders] }));
    expect(parts).toContainEqual({ type: 'tool', name: 'order_status' });
    expect(answerOf(parts)).toMatchObject({
      text: 'Order 4711 was sent.',
      toolsUsed: ['order_status'],
      usage: { steps: 2 },
    });
  });

  it('abstains by the typed call', async () => {
    const mock = await startMock();
    mock.onMessage(/cup/, { toolCalls: [{ name: 'cannot_answer', arguments: '{}' }] });
    const parts = await partsOf(await open(mock), asking('Who won the cup?'));
    expect(answerOf(parts).decision).toBe('abstain');
    expect(textOf(parts)).toBe('');
  });

  it('abstains when its provider filters the answer', async () => {
    const asked = asking('Who won the cup?');
    const parts = filtered === null ? await filteredByOpenAI(asked) : await filteredAs(filtered, asked);
    expect(answerOf(parts).decision).toBe('abstain');
    expect(textOf(parts)).toBe('');
  });

  async function filteredAs(finishReason: string, asked: AnswerRequest): Promise<AnswerPart[]> {
    const mock = await startMock();
    mock.onMessage(/cup/, { content: 'Some', finishReason });
    return partsOf(await open(mock), asked);
  }

  it.each([
    [429, 'llm_unavailable'],
    [500, 'llm_unavailable'],
    [401, 'llm_rejected'],
  ])('fails with status %i as %s', async (status, code) => {
    const mock = await startMock();
    mock.onMessage(/gift card/, { error: { message: 'no', type: 'scripted' }, status });
    await expect(partsOf(await open(mock), asking('Can I return a gift card?'))).rejects.toMatchObject({ code });
  });

  it('fails when its stream is cut', async () => {
    const mock = await startMock();
    mock.onMessage(
      /gift card/,
      { content: 'Gift cards cannot be refunded [1].' },
      { truncateAfterChunks: 3, chunkSize: 4 },
    );
    const answering = partsOf(await open(mock), asking('Can I return a gift card?'));
    await expect(answering).rejects.toMatchObject({ code: 'llm_unavailable' });
  });
});
