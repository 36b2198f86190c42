import { describe, expect, it } from '@jest/globals';
import { operatorOf } from './operator.js';

const KEY = { kind: 'api_key', keyId: 'key_1', name: 'support team', scopes: ['operator'] } as const;

describe('operatorOf', () => {
  it('takes the name of the key when no person gave one', () => {
    expect(operatorOf(KEY, undefined, 'name')).toEqual({ operatorId: 'key_1', name: 'support team' });
  });

  it('tells persons apart who share a key', () => {
    expect(operatorOf(KEY, '  Ana  ', 'name')).toEqual({ operatorId: 'key_1:Ana', name: 'Ana' });
    expect(operatorOf(KEY, 'Zoe\u0308', 'name')).toEqual(operatorOf(KEY, 'Zo\u00eb', 'name'));
    expect(operatorOf(KEY, 'Łukasz', 'name').operatorId).not.toBe(operatorOf(KEY, 'Lukasz', 'name').operatorId);
  });

  it.each(['', '   ', 'x'.repeat(81), 'two\nlines', 'nul\u0000', '\ud800'])('refuses the name %j', (name) => {
    expect(() => operatorOf(KEY, name, 'X-Operator-Name')).toThrow(/^X-Operator-Name must be a name of 1 to 80/);
  });
});
