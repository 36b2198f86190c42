import { describe, expect, it } from '@jest/globals';
import { Fingerprints } from './fingerprint.js';

const OLD = 'the secret that was there before, 32+';
const NEW = 'the secret that is there from now on, 32+';
const CLIENT = {
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
  address: '203.0.113.9',
};
const ELSEWHERE = { ...CLIENT, address: '198.51.100.7' };

describe('Fingerprints', () => {
  const fingerprints = new Fingerprints([OLD]);

  it('are short, repeatable, and hold nothing of the client', () => {
    const taken = fingerprints.take('s', CLIENT);
    expect(taken).toMatch(/^v1\.[\w-]{22}\.[\w-]{22}$/);
    expect(new Fingerprints([OLD]).take('s', CLIENT)).toBe(taken);
    expect(fingerprints.compare(taken, 's', CLIENT)).toEqual({ likeness: 'same', stale: false });
  });

  it('differ between sessions of one client, in both parts', () => {
    const [first, second] = ['s', 't'].map((id) => fingerprints.take(id, CLIENT).split('.').slice(1));
    expect(first?.filter((part) => second?.includes(part))).toEqual([]);
    expect(fingerprints.compare(fingerprints.take('s', CLIENT), 't', CLIENT).likeness).toBe('new_client_and_network');
  });

  it('can not be told without the secret', () => {
    expect(new Fingerprints([NEW]).compare(fingerprints.take('s', CLIENT), 's', CLIENT).likeness).toBe(
      'new_client_and_network',
    );
  });

  it('are recognised after the secret was changed, and known to be of the old one', () => {
    const rotated = new Fingerprints([NEW, OLD]);
    const taken = fingerprints.take('s', CLIENT);
    expect(rotated.compare(taken, 's', CLIENT)).toEqual({ likeness: 'same', stale: true });
    expect(rotated.compare(taken, 's', ELSEWHERE)).toEqual({ likeness: 'moved', stale: true });
    expect(rotated.compare(rotated.take('s', CLIENT), 's', CLIENT)).toEqual({ likeness: 'same', stale: false });
  });

  it('need a secret', () => {
    expect(() => new Fingerprints([]).take('s', CLIENT)).toThrow('AUTH_TOKEN_SECRET');
  });

  it('damaged in any one character match nothing there', () => {
    const taken = fingerprints.take('s', CLIENT);
    // The last character of a part carries four spare bits; changing its first bit always counts.
    for (const [at, character] of Array.from(taken).entries()) {
      if (character === '.') continue;
      const damaged = `${taken.slice(0, at)}${character < 'V' ? 'w' : 'A'}${taken.slice(at + 1)}`;
      expect(fingerprints.compare(damaged, 's', CLIENT)).not.toEqual({ likeness: 'same', stale: false });
    }
    for (const garbage of ['', 'v1..', `${taken}.`, `${taken}\n`, taken.replace('v1', 'v2'), 'x'.repeat(65_536)]) {
      expect(fingerprints.compare(garbage, 's', CLIENT).likeness).toBe('new_client_and_network');
    }
  });
});
