import { describe, expect, it } from '@jest/globals';
import { ValidationFailed } from '../common/app-error.js';
import { assertPlainJson } from './plain-json.js';

const check = (text: string, depth = 3): void => {
  assertPlainJson(JSON.parse(text), { depth, field: 'body' });
};

describe('assertPlainJson', () => {
  it.each(['1', '"x"', 'null', '[]', '{"a":{"b":{}}}', '[[[1]]]', '{"proto":1,"__proto":2,"toString":3,"":4}'])(
    'takes %s',
    (text) => {
      expect(() => {
        check(text);
      }).not.toThrow();
    },
  );

  it.each([
    ['{"a":{"b":{"c":{}}}}', 'a.b.c'],
    ['[[[[]]]]', '0.0.0'],
    ['{"a":[{"__proto__":null}]}', 'a.0.__proto__'],
    ['{"constructor":1}', 'constructor'],
    ['{"a":{"prototype":{}}}', 'a.prototype'],
  ])('refuses %s and names %s', (text, field) => {
    expect(() => {
      check(text);
    }).toThrow(expect.objectContaining({ problems: [expect.objectContaining({ field })] }));
  });

  it('walks a million levels, and names a long way in short', () => {
    const deep = `${'[['.repeat(500_000)}${']]'.repeat(500_000)}`;
    expect(() => {
      check(deep, 1_000_000);
    }).not.toThrow();
    const name = 'n'.repeat(5000);
    try {
      check(`{"${name}":{"__proto__":1}}`);
      throw new Error('it passed');
    } catch (error) {
      expect(error).toBeInstanceOf(ValidationFailed);
      expect((error as ValidationFailed).problems[0]?.field.length).toBeLessThanOrEqual(200);
    }
  });
});
