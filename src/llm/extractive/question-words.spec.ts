import { saysType } from './question-words.js';

describe('saysType', () => {
  it('knows the words with which a question asks for a time or an amount', () => {
    expect(saysType('time', 'take')).toBe(true);
    expect(saysType('amount', 'cost')).toBe(true);
    expect(saysType('time', 'dauert')).toBe(true);
  });

  it('leaves them their meaning in other questions', () => {
    expect(saysType('steps', 'cost')).toBe(false);
    expect(saysType('open', 'take')).toBe(false);
    expect(saysType('time', 'refund')).toBe(false);
  });
});
