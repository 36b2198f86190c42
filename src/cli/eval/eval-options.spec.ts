import { describe, expect, it } from '@jest/globals';
import { EvalInputInvalid } from './eval-errors.js';
import { readOptions } from './eval-options.js';

describe('readOptions', () => {
  it('needs only the data', () => {
    expect(readOptions(['--data', 'faq'], { ADMIN_API_KEY: 'unused' })).toEqual({
      data: 'faq',
      sets: [],
      k: 10,
      unanswerable: [],
      languages: new Map(),
    });
  });

  it('reads every option', () => {
    const line =
      '--data d --set a --set b --k 5 --filter course --unanswerable u --language dutch --language a=german --json j';
    expect(readOptions(line.split(' '), {})).toEqual({
      data: 'd',
      sets: ['a', 'b'],
      k: 5,
      filter: 'course',
      unanswerable: ['u'],
      languages: new Map([
        ['', 'dutch'],
        ['a', 'german'],
      ]),
      json: 'j',
    });
  });

  it('takes the key of a running desk from the option or the environment', () => {
    const args = ['--data', 'd', '--url', 'http://desk:8000'];
    expect(readOptions([...args, '--api-key', 'k'], { ADMIN_API_KEY: 'e' }).running?.apiKey).toBe('k');
    expect(readOptions(args, { ADMIN_API_KEY: 'e' }).running).toEqual({ url: 'http://desk:8000', apiKey: 'e' });
  });

  it.each([
    ['', /--data is missing/],
    ['--data d --k 0', /--k must be/],
    ['--data d --k ten', /--k must be/],
    ['--data d --language German', /--language German must be/],
    ['--data d --url ftp://desk --api-key k', /--url must begin/],
    ['--data d --url http://desk', /--url needs --api-key/],
    ['--data d --url http://desk --api-key k --language german', /--language belongs/],
    ['--data d --colour', /--colour/],
    ['--data d extra', /extra/],
  ])('refuses "%s"', (line, message) => {
    const read = () => readOptions(line === '' ? [] : line.split(' '), {});
    expect(read).toThrow(EvalInputInvalid);
    expect(read).toThrow(message);
  });
});
