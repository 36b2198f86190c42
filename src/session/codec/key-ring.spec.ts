import { describe, expect, it } from '@jest/globals';
import { KeyUnknown, SessionCorrupt, StoreMisconfigured } from '../session.errors.js';
import { type EncryptionKey, KeyRing } from './key-ring.js';

const base64 = (length: number, byte = 1): string => Buffer.alloc(length, byte).toString('base64');
const KEY: EncryptionKey = { kid: 'k1', key: base64(32) };

describe('KeyRing', () => {
  it.each<[string, EncryptionKey[]]>([
    ['no key', []],
    ['a key of 31 bytes', [{ kid: 'k1', key: base64(31) }]],
    ['a key of 33 bytes', [{ kid: 'k1', key: base64(33) }]],
    ['a key of 16 bytes', [{ kid: 'k1', key: base64(16) }]],
    ['a key that is a pass phrase', [{ kid: 'k1', key: 'correct horse battery staple!!!!' }]],
    ['a key in hexadecimal', [{ kid: 'k1', key: Buffer.alloc(32, 1).toString('hex') }]],
    ['an empty key', [{ kid: 'k1', key: '' }]],
    ['an empty name', [{ kid: '', key: base64(32) }]],
    ['a name of 17 characters', [{ kid: 'k'.repeat(17), key: base64(32) }]],
    ['a name with a dot', [{ kid: 'k.1', key: base64(32) }]],
    ['a name twice', [KEY, { kid: 'k1', key: base64(32, 2) }]],
    ['a key under two names', [KEY, { kid: 'k2', key: KEY.key }]],
  ])('refuses %s, without showing a key', (_, keys) => {
    let refused: unknown;
    try {
      new KeyRing(keys);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(StoreMisconfigured);
    const { message } = refused as StoreMisconfigured;
    expect(message).toContain('SESSION_ENCRYPTION_KEYS');
    for (const { key } of keys) if (key) expect(message).not.toContain(key);
  });

  it('takes base64 with and without its padding', () => {
    const padded = new KeyRing([KEY]).sessionKey('k1', 'i', 'f');
    const bare = new KeyRing([{ kid: 'k1', key: KEY.key.replace('=', '') }]).sessionKey('k1', 'i', 'f');
    expect(padded.equals(bare)).toBe(true);
  });

  it('derives one key per master key and life of a session, and never uses a master key itself', () => {
    const ring = new KeyRing([KEY, { kid: 'k2', key: base64(32, 2) }]);
    const derived = [ring.sessionKey('k1', 'a', 'f'), ring.sessionKey('k1', 'b', 'f'), ring.sessionKey('k2', 'a', 'f')];
    const texts = derived.map((key) => key.export().toString('base64'));
    expect(new Set([...texts, KEY.key]).size).toBe(4);
    expect(ring.sessionKey('k1', 'a', 'other')).toBe(derived[0]);
  });

  it('tells a key that is missing from a name that no key can have', () => {
    const ring = new KeyRing([KEY]);
    expect(() => ring.sessionKey('k2', 'i', 'd:userId')).toThrow(KeyUnknown);
    expect(() => ring.sessionKey('k 2', 'i', 'd:userId')).toThrow(SessionCorrupt);
  });
});
