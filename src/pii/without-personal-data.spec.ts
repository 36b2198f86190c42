import { describe, expect, it } from '@jest/globals';
import { PII_KINDS } from '../config/pii-variables.js';
import { withoutPersonalData } from './without-personal-data.js';

describe('withoutPersonalData', () => {
  const text =
    'My name is Anna Schmidt, I am anna@example.com with order 4711001, write to help@shop.example [EMAIL_1]. Anna';

  it('puts words in the place of data', () => {
    expect(withoutPersonalData(text, { kinds: PII_KINDS, allow: ['shop.example'] })).toBe(
      'My name is name, I am e-mail address with order 4711001, write to help@shop.example [EMAIL_1]. name',
    );
  });

  it('leaves everything when it is turned off', () => {
    expect(withoutPersonalData(text, { kinds: [], allow: [] })).toBe(text);
  });
});
