import { preparePassage } from './prepared-passage.js';
import { readQuestion } from './question.js';
import { correctSpelling, isTypoOf } from './spelling.js';

describe('isTypoOf', () => {
  it.each([
    ['pasword', 'password', true],
    ['adress', 'address', true],
    ['reciev', 'receiv', true],
    ['delivvery', 'delivery', true],
    ['passwotd', 'password', true],
    ['tires', 'tired', false],
    ['kassword', 'password', false],
    ['pasword', 'passwords', false],
  ])('%s for %s: %s', (typed, known, expected) => {
    expect(isTypoOf(typed, known)).toBe(expected);
  });
});

describe('correctSpelling', () => {
  const rest = { documentId: 'doc', chunkId: 'chk', heading: null, url: null, source: null, metadata: {}, score: 0.5 };
  const content = 'Choose "Forgot password".';
  const page = preparePassage({ ...rest, title: 'Sign in', content, position: { start: 0, end: content.length } });

  it('reads a mistyped word as the word of the page, with the same weight', () => {
    const asked = readQuestion('pasword lost', []);
    const { weights, subject, total } = correctSpelling(asked, [page]);
    expect([...weights.keys()]).toEqual(['lose', 'password']);
    expect(subject).toEqual(weights);
    expect(total).toBe(asked.total);
  });

  it('never corrects a number', () => {
    const numbered = preparePassage({ ...page.passage, content: 'Form 1234567 is new.' });
    expect([...correctSpelling(readQuestion('1234576', []), [numbered]).weights.keys()]).toEqual(['1234576']);
  });

  it('leaves a word alone that the page has', () => {
    const asked = readQuestion('password', []);
    expect(correctSpelling(asked, [page])).toEqual(asked);
  });
});
