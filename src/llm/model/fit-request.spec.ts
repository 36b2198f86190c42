import { describe, expect, it } from '@jest/globals';
import { type Passage } from '../../knowledge/passage.js';
import { estimateTokens } from './estimate-tokens.js';
import { fitRequest } from './fit-request.js';

const WORDS = 'word '.repeat(70);

function passage(name: string): Passage {
  const where = { heading: null, url: null, source: null, metadata: {}, position: { start: 0, end: WORDS.length } };
  return { documentId: name, chunkId: name, title: name, content: WORDS, score: 0.5, ...where };
}

const request = {
  history: ['one', 'two', 'three'].map((name) => ({ role: 'customer' as const, text: `${name} ${WORDS}` })),
  passages: ['best', 'second', 'third'].map(passage),
  recollections: ['important', 'less'],
  summary: WORDS,
};

const everything = 10_000;

describe('fitRequest', () => {
  it('leaves alone what fits', () => {
    expect(fitRequest(request, everything)).toEqual(request);
  });

  it('drops the oldest history first, then the weakest passages, then told things, the summary last', () => {
    const shapes = new Set<string>();
    for (let budget = 1000; budget >= 0; budget -= 1) {
      const { history, passages, recollections = [], summary } = fitRequest(request, budget);
      shapes.add(
        [
          history.map(({ text }) => text.split(' ')[0]).join(),
          passages.map(({ chunkId }) => chunkId).join(),
          recollections.join(),
          summary === undefined ? '' : 'summary',
        ].join('|'),
      );
    }
    expect([...shapes]).toEqual([
      'one,two,three|best,second,third|important,less|summary',
      'two,three|best,second,third|important,less|summary',
      'three|best,second,third|important,less|summary',
      '|best,second,third|important,less|summary',
      '|best,second|important,less|summary',
      '|best|important,less|summary',
      '|best|important|summary',
      '|best||summary',
      '|best||',
    ]);
  });

  it('keeps the best passage whatever the budget is', () => {
    expect(fitRequest(request, -100).passages.map(({ chunkId }) => chunkId)).toEqual(['best']);
  });
});

describe('estimateTokens', () => {
  it.each([
    ['', 0],
    ['Where is my order?', 6],
    ['退款需要多长时间', 8],
    ['Größe', 3],
  ])('%j is about %i', (text, tokens) => {
    expect(estimateTokens(text)).toBe(tokens);
  });
});
