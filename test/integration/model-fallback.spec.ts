import { describe, expect, it } from '@jest/globals';
import { ExtractiveAnswerer } from '../../src/llm/extractive/extractive-answerer.js';
import { FallbackAnswerer } from '../../src/llm/fallback-answerer.js';
import { answerOf, asking, HELP_PAGES, modelAt, partsOf, textOf } from '../support/model-desk.js';
import { type ProviderScript, saying, startScriptedProvider } from '../support/scripted-provider.js';

const QUESTION = 'Can I return a gift card?';
const ANSWER = 'Gift cards cannot be refunded [1].';

/** Never answers, and notes that the desk went. */
const silent: ProviderScript = (turn) => turn.closed;

describe('FallbackAnswerer', () => {
  const failures: [string, unknown][] = [];
  const chain = (...models: Awaited<ReturnType<typeof modelAt>>[]): FallbackAnswerer =>
    new FallbackAnswerer(models, new ExtractiveAnswerer(), (model, failure) => failures.push([model, failure]));

  it('takes back what a dying model said and quotes the pages in the same turn', async () => {
    const provider = await startScriptedProvider();
    provider.next((turn) => {
      turn.say('Gift cards are');
      setTimeout(turn.cut, 50);
    });
    failures.length = 0;
    const parts = await partsOf(chain(await modelAt(provider.url)), asking(QUESTION));
    expect(parts.slice(0, 4).map(({ type }) => type)).toEqual(['sources', 'text', 'replace', 'sources']);
    expect(answerOf(parts)).toMatchObject({
      decision: 'answer',
      model: 'extractive',
      degraded: ['no-llm'],
      citations: [{ index: 1, quote: expect.stringContaining('Gift cards cannot be refunded.') as unknown }],
    });
    expect(textOf(parts)).toBe(answerOf(parts).text);
    expect(failures).toMatchObject([['openai-compatible:scripted', { code: 'llm_unavailable' }]]);
  });

  it('asks the next model before it quotes', async () => {
    const [first, second] = [await startScriptedProvider(), await startScriptedProvider()];
    second.next(saying(ANSWER));
    const other = await modelAt(second.url, {}, { model: 'other' });
    const answer = answerOf(await partsOf(chain(await modelAt(first.url), other), asking(QUESTION)));
    expect(answer).toMatchObject({ model: 'openai-compatible:other', degraded: [], text: ANSWER });
  });

  it("does not go on after the caller's abort", async () => {
    const provider = await startScriptedProvider();
    provider.next(silent);
    const caller = new AbortController();
    setTimeout(() => {
      caller.abort(new Error('customer left'));
    }, 50);
    const answering = partsOf(chain(await modelAt(provider.url)), asking(QUESTION, { signal: caller.signal }));
    await expect(answering).rejects.toThrow('customer left');
  });

  it('says nothing when no page answers either', async () => {
    const provider = await startScriptedProvider();
    const parts = await partsOf(
      chain(await modelAt(provider.url)),
      asking('Who won the cup?', { passages: HELP_PAGES }),
    );
    expect(answerOf(parts)).toMatchObject({ decision: 'abstain', degraded: ['no-llm'] });
  });
});
