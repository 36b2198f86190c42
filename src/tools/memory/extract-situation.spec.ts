import { describe, expect, it } from '@jest/globals';
import { extractSituation } from './extract-situation.js';

const told = (text: string): string[] => extractSituation(text).map(({ value }) => value);

describe('extractSituation', () => {
  it.each([
    [
      'My kettle is the K-200 with the blue handle. How long is the warranty?',
      ['My kettle is the K-200 with the blue handle.'],
    ],
    ['Hi! I bought two lamps last Friday\nwhere do I find the invoice?', ['I bought two lamps last Friday']],
    [
      'We moved to Lisbon in May and our router stayed behind.',
      ['We moved to Lisbon in May and our router stayed behind.'],
    ],
    ['Ich habe meinen Vertrag am 3. März gekündigt.', ['Ich habe meinen Vertrag am 3. März gekündigt.']],
    ['Мой заказ пришёл без зарядки.', ['Мой заказ пришёл без зарядки.']],
  ])('keeps what is told in %j', (text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  it.each([
    'How do I return my order?',
    "I'd like to know your opening hours.",
    'Thank you, I appreciate your help!',
    'The lamp is broken in two places.',
    'can you help me with my account',
    'I want to cancel my order',
    'ok my bad',
  ])('keeps nothing of %j', (text) => {
    expect(told(text)).toEqual([]);
  });

  it('thinks more of a statement with a number, a name and a possession in it, and keeps three at most', () => {
    const [plain, rich] = extractSituation('I was waiting at home all day. My order 4711 went to Porto.');
    expect(plain?.importance).toBe(0.4);
    expect(rich?.importance).toBe(0.8);
    expect(extractSituation('I live in a flat with a cat. '.repeat(8))).toHaveLength(3);
  });
});
