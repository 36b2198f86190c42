import { describe, expect, it } from '@jest/globals';
import { SubjectHash } from './subject-hash.js';

const hashes = (...tokenSecrets: string[]): readonly string[] =>
  new SubjectHash({ auth: { tokenSecrets } }).of('customer-42');

describe('SubjectHash', () => {
  it('is the same for the same user and secret, and another for any other', () => {
    expect(hashes('one')).toEqual(hashes('one'));
    expect(
      new Set([...hashes('one', 'two'), ...new SubjectHash({ auth: { tokenSecrets: ['one'] } }).of('customer-43')])
        .size,
    ).toBe(3);
  });

  it('is found under a secret that has been replaced, as long as that is configured', () => {
    const [before] = hashes('old');
    expect(hashes('new', 'old')).toContain(before);
    expect(hashes('new')).not.toContain(before);
  });
});
