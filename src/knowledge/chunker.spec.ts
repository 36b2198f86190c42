import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chunkText, LONGEST_CHUNK } from './chunker.js';
import { type DocumentFormat } from './document-input.js';

const sentence = fc
  .array(fc.constantFrom('refund', 'wir', 'é', '密码', '😀', 'e.g.', 'ok', '# no heading', '3.5'), { maxLength: 40 })
  .map((words) => `${words.join(' ')}. `);
const blocks = fc.array(
  fc.oneof(
    sentence,
    fc.constantFrom(
      '\n\n',
      '\n',
      '# One\n',
      '## Two ##\n',
      '\n###### Six\n',
      '```\n# code\n```\n',
      '   ',
      '退款。',
      '\t',
    ),
    fc.string({ unit: 'binary', maxLength: 50 }),
    fc.constantFrom('x', '😀', '字').chain((one) => fc.nat(3_000).map((times) => one.repeat(times))),
  ),
  { maxLength: 40 },
);
const format = fc.constantFrom<DocumentFormat>('text', 'markdown');

describe('chunkText', () => {
  it('cuts every text into exact, bounded, ordered pieces that lose nothing but blanks', () => {
    fc.assert(
      fc.property(blocks, format, (parts, as) => {
        const text = parts.join('').toWellFormed();
        let covered = '';
        let last = 0;
        for (const { content, start, end } of chunkText(text, as)) {
          expect(content).toBe(text.slice(start, end));
          expect(content).toBe(content.trim());
          expect(content).not.toBe('');
          expect(content.length).toBeLessThanOrEqual(LONGEST_CHUNK);
          expect(content.isWellFormed()).toBe(true);
          expect(start).toBeGreaterThanOrEqual(last);
          covered += content;
          last = end;
        }
        expect(covered.replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''));
      }),
      { numRuns: 300 },
    );
  });

  it('starts a chunk at each heading that has text and keeps the path of headings', () => {
    const text = '# Returns\n\nWithin 30 days.\n\n## Refunds\n### Cards\nFive days.\n\n## Exchanges\nFree.\n';
    expect(chunkText(text, 'markdown').map(({ content, heading }) => [heading, content])).toEqual([
      ['Returns', '# Returns\n\nWithin 30 days.'],
      ['Returns > Refunds > Cards', '## Refunds\n### Cards\nFive days.'],
      ['Returns > Exchanges', '## Exchanges\nFree.'],
    ]);
  });

  it('sees no headings in fenced code, nor in plain text', () => {
    const text = 'Run:\n```sh\n# a comment\nls\n```\nDone.';
    expect(chunkText(text, 'markdown')).toHaveLength(1);
    expect(chunkText('# a\nb\n# c\nd', 'text')).toHaveLength(1);
  });

  it('cuts between paragraphs first, then between sentences', () => {
    const paragraph = `${'A fairly short sentence. '.repeat(30).trim()}\n\n`;
    const chunks = chunkText(paragraph.repeat(3));
    expect(chunks.map(({ content }) => content)).toEqual(Array.from({ length: 3 }, () => paragraph.trim()));
    for (const { content } of chunkText('This sentence is here. '.repeat(200)))
      expect(content).toMatch(/^This.*here\.$/s);
  });

  it('cuts Chinese between sentences', () => {
    for (const { content } of chunkText('退款将在五个工作日内到账。'.repeat(300))) expect(content).toMatch(/。$/);
  });

  it('makes parts of about equal size instead of leaving a crumb', () => {
    const lengths = chunkText('Ten chars. '.repeat(120)).map(({ content }) => content.length);
    expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThan(50);
  });

  it.each(['x', 'word ', '. ', '字', '😀', '# h\n', '\n\n', '```\n'])(
    'takes a megabyte of %j in linear time',
    (unit) => {
      const started = performance.now();
      const chunks = chunkText(unit.repeat(1_000_000 / unit.length), 'markdown');
      expect(chunks.length).toBeLessThan(2_500);
      expect(performance.now() - started).toBeLessThan(3_000);
    },
  );
});
