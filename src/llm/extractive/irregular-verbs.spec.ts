import { plainForm } from './irregular-verbs.js';
import { stemsOf } from './terms.js';

describe('plainForm', () => {
  it.each([
    ['sold', 'sell'],
    ['forgotten', 'forget'],
    ['paid', 'pay'],
    ['refund', 'refund'],
  ])('%s is a form of %s', (word, plain) => {
    expect(plainForm(word)).toBe(plain);
  });

  it('lets a question and a page meet in different tenses', () => {
    expect(stemsOf('sold')).toEqual(stemsOf('selling'));
  });
});
