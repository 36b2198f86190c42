import { describe, expect, it } from '@jest/globals';
import { sourceFiles } from './source-files.js';

interface ErrorClass {
  readonly name: string;
  readonly parent: string;
  /** Undefined when the class leaves its code to its parent or to its subclasses. */
  readonly code: string | undefined;
  /** What a client does about it: the kind becomes the status. */
  readonly meaning: string;
}

const product = sourceFiles('src/**/*.ts').filter(({ path }) => !path.endsWith('.spec.ts'));
const classes = product
  .flatMap(({ text }) => text.split(/^(?=(?:export )?(?:abstract )?class )/m).map(readClass))
  .filter((found) => found !== undefined);

function readClass(text: string): ErrorClass | undefined {
  const [, name, parent] = /^(?:export )?(?:abstract )?class (\w+) extends (\w+)/.exec(text) ?? [];
  if (!name || !parent) return undefined;
  const code = /^\s+(?:override )?readonly code = '([^']*)'/m.exec(text)?.[1];
  const kind = /^\s+(?:override )?readonly kind = '([^']*)'/m.exec(text)?.[1];
  const retryable = /^\s+override readonly retryable = true/m.test(text);
  return { name, parent, code, meaning: `${kind ?? 'inherited'}, ${retryable ? 'retryable' : 'final'}` };
}

/** The subclasses of AppError, however deep. */
function appErrors(parents: readonly string[] = ['AppError']): ErrorClass[] {
  const children = classes.filter(({ parent }) => parents.includes(parent));
  return children.length === 0 ? [] : [...children, ...appErrors(children.map(({ name }) => name))];
}

const errors = appErrors();
const codes = errors.map(({ code }) => code).filter((code) => code !== undefined);
const documented = sourceFiles('docs/errors.md').flatMap(({ text }) =>
  [...text.matchAll(/^\| *`([a-z_]+)` *\|/gm)].map(([, code = '']) => code),
);

describe('error codes', () => {
  it('are lower-case words', () => {
    expect(codes.filter((code) => !/^[a-z]+(_[a-z]+)*$/.test(code))).toEqual([]);
  });

  it('mean one thing: classes that share one share its kind and whether a retry can help', () => {
    const ambiguous = [...new Set(codes)].filter(
      (code) => new Set(errors.filter((error) => error.code === code).map(({ meaning }) => meaning)).size > 1,
    );
    expect(ambiguous).toEqual([]);
  });

  it('each have their row in docs/errors.md', () => {
    expect(codes.filter((code) => !documented.includes(code))).toEqual([]);
  });

  it('have a row in docs/errors.md only while the product knows them', () => {
    // The edge also has codes without a class, for failures that begin there.
    expect(documented.filter((code) => !product.some(({ text }) => text.includes(`'${code}'`)))).toEqual([]);
  });
});
