import { joinCompounds } from './compounds.js';
import { preparePassage } from './prepared-passage.js';
import { readQuestion } from './question.js';

const page = preparePassage({
  documentId: 'doc_1',
  chunkId: 'chk_1',
  title: 'Checkout',
  content: 'Enter your password at the checkout.',
  heading: null,
  score: 1,
  url: null,
  source: null,
  metadata: {},
  position: { start: 0, end: 36 },
});

describe('joinCompounds', () => {
  it('reads two words as the one that the page has', () => {
    const joined = joinCompounds(readQuestion('my pass word is refused', []), [page]);
    expect([...joined.weights.keys()]).toEqual(['refus', 'password']);
    expect(joined.total).toBe(2);
  });

  it('leaves words alone that the page does not join', () => {
    const question = readQuestion('my gift card is refused', []);
    expect(joinCompounds(question, [page]).weights).toEqual(question.weights);
  });
});
