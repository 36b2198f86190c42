import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** One file of the repository, its path relative to the root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The files of the repository that match a glob; an empty match is an error, because it would make every rule pass. */
export function sourceFiles(pattern: string): SourceFile[] {
  const paths = globSync(pattern, { cwd: ROOT }).sort();
  if (paths.length === 0) throw new Error(`no file matches ${pattern}`);
  return paths.map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** `path:line` of every match of `pattern` in files, for a failure that can be clicked. */
export function occurrences(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  );
}
