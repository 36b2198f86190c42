import { describe, expect, it } from '@jest/globals';
import { occurrences, sourceFiles } from './source-files.js';

/** Beyond this a file holds more than one idea. */
const MAX_LINES = 300;

const source = sourceFiles('src/**/*.ts');
const product = source.filter(({ path }) => !path.endsWith('.spec.ts'));
const everything = [...source, ...sourceFiles('test/**/*.ts')];

// What ESLint and dependency-cruiser already refuse (process.env, any, barrels, cycles, rooms) is not repeated here.
describe('sources', () => {
  it(`have at most ${MAX_LINES} lines`, () => {
    const long = everything
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ lines }) => lines > MAX_LINES);
    expect(long).toEqual([]);
  });

  it('switch no rule off', () => {
    expect(occurrences(everything, /^\s*(\/\/|\/\*)\s*(eslint-disable|@ts-(ignore|nocheck|expect-error))/)).toEqual([]);
  });

  it('throw no HTTP exception outside the transport room', () => {
    const domain = product.filter(({ path }) => !path.startsWith('src/transport/'));
    expect(
      occurrences(domain, /\bnew \w*(Http|BadRequest|Unauthorized|Forbidden|NotFound|Conflict|Gone)Exception\(/),
    ).toEqual([]);
  });

  it('take the time from a Clock', () => {
    // Log lines are stamped by the machine; main prints one before there is an application.
    const others = product.filter(({ path }) => !/^src\/(common\/clock|main)\.ts$|^src\/telemetry\//.test(path));
    expect(occurrences(others, /\bDate\.now\(|\bnew Date\(\)/)).toEqual([]);
  });
});
