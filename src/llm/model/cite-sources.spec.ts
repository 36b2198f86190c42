import { describe, expect, it } from '@jest/globals';
import { type Passage } from '../../knowledge/passage.js';
import { candidateSources, citedSources } from './cite-sources.js';

function passage(name: string, content: string, url: string | null = null): Passage {
  const where = { heading: null, url, source: null, metadata: {}, position: { start: 0, end: content.length } };
  return { documentId: `doc_${name}`, chunkId: `chk_${name}`, title: name, content, score: 0.8, ...where };
}

const pages = [
  passage('a', 'Returns take 30 days. Gift cards cannot be refunded. Ask us.', 'https://shop.example/a'),
  passage('b', 'Express delivery costs $12.\nStandard delivery takes 3 days.'),
];

describe('citedSources', () => {
  it('keeps the numbers of the text, in order of appearance, each once', () => {
    const cited = citedSources('Delivery takes 3 days [2]. Gift cards cannot be refunded [1][2].', pages);
    expect(cited.map(({ index, chunkId }) => [index, chunkId])).toEqual([
      [2, 'chk_b'],
      [1, 'chk_a'],
    ]);
  });

  it('quotes the sentence that is nearest to what cites it, word for word', () => {
    const [first, second] = citedSources(
      'Sorry, no refund for gift cards. [1] It takes three days for standard delivery [2].',
      pages,
    );
    expect(first).toMatchObject({
      quote: 'Gift cards cannot be refunded.',
      url: 'https://shop.example/a',
      support: 'unsupported',
    });
    expect(second?.quote).toBe('Standard delivery takes 3 days.');
    expect(second).not.toHaveProperty('url');
  });

  it('ignores numbers that no passage has', () => {
    expect(citedSources('Yes [7].', pages)).toEqual([]);
  });
});

describe('candidateSources', () => {
  it('numbers all passages and quotes what is nearest to the question', () => {
    const sources = candidateSources(pages, 'What does express delivery cost?');
    expect(sources.map(({ index }) => index)).toEqual([1, 2]);
    expect(sources[1]?.quote).toBe('Express delivery costs $12.');
  });

  it('quotes all of a text that has no sentence', () => {
    expect(candidateSources([passage('c', ' --- ')], 'anything')[0]?.quote).toBe('---');
  });
});
