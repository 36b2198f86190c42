import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type AgentResponseDto } from '../../src/chat/agent-response.dto.js';
import { failing, saying, type ScriptedProvider, startScriptedProvider } from '../support/scripted-provider.js';
import { readEvents } from '../support/sse.js';
import { startTestApp, type TestApp, type TestSession } from '../support/test-app.js';

interface StreamedEvent {
  readonly type: string;
  readonly delta?: string;
  readonly replace?: boolean;
  readonly response?: AgentResponseDto;
}

const QUESTION = 'What is your refund policy?';
/** Said by the sample page about refunds. */
const ANSWER = 'You can return any item within 30 days of delivery for a full refund [1].';

describe('A desk with a language model', () => {
  let provider: ScriptedProvider;
  let desk: TestApp;
  beforeAll(async () => {
    provider = await startScriptedProvider();
    const prices = { LLM_PRICE_INPUT: '1', LLM_PRICE_OUTPUT: '2' };
    desk = await startTestApp({ ...provider.env, ...prices, LLM_MAX_RETRIES: '0', LLM_BREAKER_SECONDS: '4' });
  });

  async function* stream({ sessionId, token }: TestSession, message: string): AsyncGenerator<StreamedEvent> {
    const headers = { accept: 'text/event-stream' };
    const path = `/api/v1/chat/${sessionId}/messages`;
    for await (const { data } of readEvents(await desk.api.request('POST', path, { message }, { token, headers })))
      yield JSON.parse(data) as StreamedEvent;
  }

  it('tells its answer, cited, with what it cost', async () => {
    provider.next(saying(ANSWER));
    const { status, body } = await desk.ask(await desk.newSession(), QUESTION);
    expect(status).toBe(200);
    expect(body.message).toBe(ANSWER);
    expect(body.sources).toMatchObject([{ index: 1, quote: expect.stringContaining('30 days') as unknown }]);
    expect(body.metadata).toMatchObject({
      model: 'openai-compatible:scripted',
      degraded: [],
      usage: { inputTokens: 100, outputTokens: 20, costUsd: 0.00014, steps: 1, prompt: 'answer@2' },
    });
  });

  it('passes a piece on before the provider sends the next', async () => {
    let heard = (): void => undefined;
    provider.next(async (turn) => {
      for (const piece of ['You can return any item within', ' 30 days of delivery', ' for a full refund [1].']) {
        const arrived = new Promise<void>((resolve) => (heard = resolve));
        turn.say(piece);
        await arrived;
      }
      turn.finish();
    });
    const deltas: string[] = [];
    for await (const { type, delta } of stream(await desk.newSession(), QUESTION)) {
      if (type !== 'text') continue;
      deltas.push(delta ?? '');
      heard();
    }
    expect(deltas.join('')).toBe(ANSWER);
  });

  it('quotes the pages in the same turn when the provider dies in the middle', async () => {
    provider.next((turn) => {
      turn.say('You can return it within');
      setTimeout(turn.cut, 50);
    });
    const events: StreamedEvent[] = [];
    for await (const event of stream(await desk.newSession(), QUESTION)) events.push(event);
    const { response } = events.at(-1) ?? {};
    expect(response?.message).toMatch(/30 days.*\[1\]/s);
    expect(response?.metadata).toMatchObject({ model: 'extractive', degraded: ['no-llm'] });
    const texts = events.filter(({ type }) => type === 'text');
    const replaced = texts.findIndex(({ replace }) => replace === true);
    expect(replaced).toBeGreaterThan(0);
    expect(
      texts
        .slice(replaced)
        .map(({ delta }) => delta)
        .join(''),
    ).toBe(response?.message);
  });

  it('leaves a model alone that keeps failing, and asks it again later', async () => {
    // Of a new customer each time: one who asks the same again and again gets a person.
    const askAnew = async () => (await desk.ask(await desk.newSession(), QUESTION)).body;
    provider.otherwise(failing(500));
    for (let n = 0; n < 6; n++) await askAnew();
    const asked = provider.requests.length;
    const without = await askAnew();
    expect(without.metadata.degraded).toEqual(['no-llm']);
    expect(without.message).toMatch(/30 days.*\[1\]/s);
    expect(provider.requests).toHaveLength(asked);
    await sleep(4100);
    provider.next(saying(ANSWER));
    expect(await askAnew()).toMatchObject({ message: ANSWER, metadata: { degraded: [] } });
  });

  it("ends the provider's request when the customer stops the answer", async () => {
    const customer = await desk.newSession();
    const closed = new Promise<string>((resolve) => {
      provider.next(async (turn) => {
        turn.say('You can return any item');
        await turn.closed;
        resolve('closed');
      });
    });
    const stop = `/api/v1/chat/${customer.sessionId}/stop`;
    for await (const { type } of stream(customer, QUESTION)) {
      if (type === 'text') await desk.api.post(stop, {}, { token: customer.token });
    }
    await expect(Promise.race([closed, sleep(1000, 'still open', { ref: false })])).resolves.toBe('closed');
  });

  it('answers courtesy without asking the model', async () => {
    const asked = provider.requests.length;
    const { body } = await desk.ask(await desk.newSession(), 'Hello!');
    expect(body.message).toMatch(/^Hello!/);
    expect(provider.requests).toHaveLength(asked);
  });
});
