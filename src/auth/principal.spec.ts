import { describe, expect, it } from '@jest/globals';
import { isAllowed, mayTouch, type Principal } from './principal.js';

const customer: Principal = { kind: 'customer', sessionId: 'mine' };
const key = (...scopes: ('chat' | 'operator' | 'admin')[]): Principal => ({
  kind: 'api_key',
  keyId: 'key_1',
  name: 'a key',
  scopes,
});

describe('isAllowed', () => {
  it('lets a customer into their own session only, and nowhere without one', () => {
    expect(isAllowed(customer, ['owner', 'chat'], 'mine')).toBe(true);
    expect(isAllowed(customer, ['owner', 'chat'], 'another')).toBe(false);
    expect(isAllowed(customer, ['owner', 'chat'], undefined)).toBe(false);
    expect(isAllowed(customer, ['chat'], 'mine')).toBe(false);
  });

  it('lets a key in by scope, and an admin everywhere', () => {
    expect(isAllowed(key('chat'), ['owner', 'chat'], 'mine')).toBe(true);
    expect(isAllowed(key('operator'), ['owner', 'chat'], 'mine')).toBe(false);
    expect(isAllowed(key('admin'), ['owner'], undefined)).toBe(true);
  });
});

describe('mayTouch', () => {
  it('is about what belongs to a session', () => {
    expect(mayTouch(customer, 'mine')).toBe(true);
    expect(mayTouch(customer, 'another')).toBe(false);
    expect(mayTouch(key('chat'), 'another')).toBe(true);
    expect(mayTouch(undefined, 'mine')).toBe(false);
  });
});
