import { describe, expect, it } from '@jest/globals';
import { attachmentChunks } from './attachment-chunks.js';

const of = (text: string, sections: [string, number, number][], mediaType = 'text/plain') =>
  attachmentChunks({
    mediaType,
    text,
    sections: sections.map(([label, start, end]) => ({ label, start, end })),
    truncated: false,
  });

describe('attachmentChunks', () => {
  it('never reaches over the end of a page, and says which one it is', () => {
    const text = 'The first page.\n\nThe second page.';
    expect(
      of(text, [
        ['Page 1', 0, 15],
        ['Page 2', 17, 33],
      ]),
    ).toEqual([
      { label: 'Page 1', content: 'The first page.', start: 0, end: 15 },
      { label: 'Page 2', content: 'The second page.', start: 17, end: 33 },
    ]);
  });

  it('cuts a long page, and every chunk is the text at its place', () => {
    const text = `Intro.\n\n${'A sentence of some words. '.repeat(200)}`;
    const chunks = of(text, [
      ['', 0, 6],
      ['Sheet Orders', 8, text.length],
    ]);
    expect(chunks.length).toBeGreaterThan(4);
    for (const { content, start, end } of chunks) expect(text.slice(start, end)).toBe(content);
    expect(chunks.map(({ label }) => label)).toEqual([null, ...chunks.slice(1).map(() => 'Sheet Orders')]);
  });

  it('knows the headings of Markdown, and takes a text without parts as one', () => {
    expect(of('# Terms\n\nThirty days.', [], 'text/markdown')).toMatchObject([{ label: 'Terms' }]);
    expect(of('# Terms\n\nThirty days.', [])).toMatchObject([{ label: null }]);
  });
});
