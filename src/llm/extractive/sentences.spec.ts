import fc from 'fast-check';
import { sentencesOf } from './sentences.js';

const texts = (content: string): string[] => sentencesOf(content).map(({ text }) => text);

describe('sentencesOf', () => {
  it.each<[string, string, string[]]>([
    ['plain sentences', 'We ship daily. It is free! Really?', ['We ship daily.', 'It is free!', 'Really?']],
    ['abbreviations', 'Use a card, e.g. Visa. See No. 5 below.', ['Use a card, e.g. Visa.', 'See No. 5 below.']],
    [
      'decimals and times',
      'It costs 4.90 dollars. Call by 5 p.m. today.',
      ['It costs 4.90 dollars.', 'Call by 5 p.m. today.'],
    ],
    ['list items', 'Steps:\n1. Open it.\n2. Close it. Wait.', ['Steps:', '1. Open it.', '2. Close it. Wait.']],
    ['lines wrapped by hand', 'You can return\nany item. Soon.', ['You can return\nany item.', 'Soon.']],
    ['paragraphs without a full stop', 'Opening hours\n\nMonday to Friday', ['Opening hours', 'Monday to Friday']],
    ['Chinese', '您可以退货。我们会退款。', ['您可以退货。', '我们会退款。']],
    ['layout', 'One.\n---\n| | |\nTwo.', ['One.', 'Two.']],
    ['nothing', ' \n ', []],
  ])('splits %s', (_name, content, expected) => {
    expect(texts(content)).toEqual(expected);
  });

  it('takes headings as headings of what follows, never as sentences', () => {
    expect(sentencesOf('# Refunds\nWithin 30 days.\n## Gift cards\n- None.')).toMatchObject([
      { text: 'Within 30 days.', heading: 'Refunds', listItem: false },
      { text: '- None.', heading: 'Gift cards', listItem: true },
    ]);
  });

  it('gives exact, ordered, non-overlapping slices of any content', () => {
    const piece = fc.constantFrom(
      'Go. ',
      'e.g. x',
      '\n',
      '\n\n',
      '- item',
      '1. one',
      '# Head',
      'wörter ',
      '。',
      '?! ',
      '你好',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((list) => list.join('')),
        ),
        (content) => {
          let end = 0;
          for (const sentence of sentencesOf(content)) {
            expect(content.slice(sentence.start, sentence.end)).toBe(sentence.text);
            expect(sentence.text.trim()).toBe(sentence.text);
            expect(sentence.start).toBeGreaterThanOrEqual(end);
            end = sentence.end;
          }
        },
      ),
    );
  });
});
