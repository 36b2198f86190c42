import { describe, expect, it } from '@jest/globals';
import { recalled, recallQuestionOf } from './recalled.js';

const TOLD = [
  'My kettle is the K-200 with the blue handle.',
  'We moved to Lisbon in May.',
  'I bought two lamps last Friday.',
];

describe('recalled', () => {
  it.each([
    ['What did I say about my kettle?', 'asks_back', TOLD[0]],
    ['Do you remember which kettle I have?', 'asks_back', TOLD[0]],
    ['Which kettle do I have?', 'asks_of_self', TOLD[0]],
    ['When did I buy the lamps?', 'asks_of_self', TOLD[2]],
    ['What did I tell you about our move to Lisbon?', 'asks_back', TOLD[1]],
    ['What did I say about the fridge?', 'asks_back', undefined],
    ['Which fridge do I have?', 'asks_of_self', undefined],
  ] as const)('answers %j', (question, kind, told) => {
    expect(recallQuestionOf(question)).toBe(kind);
    expect(recalled(question, TOLD)?.told).toBe(told);
  });

  it.each([
    'How do I return my kettle?',
    'Is the kettle in stock?',
    'My kettle is broken',
    'What is the warranty of a kettle?',
  ])('is not asked by %j', (question) => {
    expect(recallQuestionOf(question)).toBeNull();
  });
});
