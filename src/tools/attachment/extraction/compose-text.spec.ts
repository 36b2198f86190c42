import { describe, expect, it } from '@jest/globals';
import { composeText, visibleText } from './compose-text.js';

const parts = [
  { label: 'Page 1', text: 'First page.\r\n' },
  { label: 'Page 2', text: ' \n ' },
  { label: 'Page 3', text: 'Third page.' },
];

describe('composeText', () => {
  it('joins the parts that have text, and tells where each is', () => {
    const composed = composeText('application/pdf', { parts, pages: 3 }, { textChars: 100 });
    expect(composed).toEqual({
      mediaType: 'application/pdf',
      text: 'First page.\n\nThird page.',
      sections: [
        { label: 'Page 1', start: 0, end: 11 },
        { label: 'Page 3', start: 13, end: 24 },
      ],
      truncated: false,
      pages: 3,
    });
  });

  it.each([11, 12, 13])('leaves a part out that would begin at the limit (%i)', (textChars) => {
    const composed = composeText('text/plain', { parts }, { textChars });
    expect(composed.text).toBe('First page.');
    expect(composed.sections).toHaveLength(1);
    expect(composed.truncated).toBe(true);
  });

  it('cuts a part at the limit, never through a character', () => {
    const composed = composeText('text/plain', { parts: [{ label: '', text: 'ab😀cd' }] }, { textChars: 3 });
    expect(composed).toMatchObject({ text: 'ab', truncated: true, sections: [{ start: 0, end: 2 }] });
  });

  it('takes the title as one line of at most 200 characters', () => {
    const title = `Terms\n and ${'x'.repeat(300)}`;
    const composed = composeText('text/html', { parts, title }, { textChars: 100 });
    expect(composed.title).toMatch(/^Terms and x+$/);
    expect(composed.title).toHaveLength(200);
  });
});

describe('visibleText', () => {
  it('drops what nobody sees', () => {
    const tags = String.fromCodePoint(0xe0069, 0xe0067, 0xe006e);
    expect(visibleText(`a\u0000b\u200bc\u202ed\u00ade\u0007${tags}`)).toBe('abcde');
  });

  it('mends halves of characters and ends of lines', () => {
    expect(visibleText('a\ud800b \r\nc\rd\u2028e\n\n\n\nf')).toBe('a\ufffdb\nc\nd\ne\n\nf');
  });

  it('keeps what joins letters: Persian and emoji need it', () => {
    expect(visibleText('می\u200cخواهم 👩\u200d💻')).toBe('می\u200cخواهم 👩\u200d💻');
  });
});
