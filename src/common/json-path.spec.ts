import { describe, expect, it } from '@jest/globals';
import { parseJsonPath, selectJson } from './json-path.js';

const ORDER = {
  status: 'sent',
  'first name': 'Ada',
  total: 0,
  note: null,
  lines: [{ name: 'Lamp', tags: ['a'] }, { name: 'Chair' }, 'gift'],
};

const found = (path: string): readonly unknown[] => selectJson(ORDER, parseJsonPath(path) ?? ['not a path']);

describe('JSON paths', () => {
  it.each([
    ['$', [ORDER]],
    ['$.status', ['sent']],
    ["$['first name']", ['Ada']],
    ['$.total', [0]],
    ['$.note', [null]],
    ['$.lines[1].name', ['Chair']],
    ['$.lines[*].name', ['Lamp', 'Chair']],
    ['$.lines[0].tags[*]', ['a']],
  ])('%s finds what it names', (path, expected) => {
    expect(found(path)).toEqual(expected);
  });

  it.each([
    '$.missing',
    '$.lines[7]',
    '$.status[0]',
    '$.lines.length',
    '$.note.x',
    '$.constructor',
    '$.__proto__.x',
    '$.status[*]',
  ])('%s finds nothing', (path) => {
    expect(found(path)).toEqual([]);
  });

  it.each([
    '',
    'status',
    '.status',
    '$status',
    '$..status',
    '$.lines[?@.name]',
    '$.lines[0:2]',
    '$.lines[-1]',
    '$.a b',
    "$['a",
  ])('%j is no path', (path) => {
    expect(parseJsonPath(path)).toBeUndefined();
  });
});
