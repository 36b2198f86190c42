import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ExtractionLimits } from './extraction-limits.js';

const MB = 1024 * 1024;
/** Our code (src or dist), the libraries, and the package file that tells Node what kind of modules they are. */
const READABLE = ['../../../', '../../../../node_modules/', '../../../../package.json'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/**
 * Options of a Node process that may read our code and libraries and no other file, write no file, start no process and
 * make no code from text. Node 24 cannot forbid it the network. Worker threads are allowed: one watches over its end.
 */
export function sandboxOptions({ heapBytes }: Pick<ExtractionLimits, 'heapBytes'>): string[] {
  // Node compares with the real place of a file, and the libraries may be a link.
  const paths = new Set([...READABLE, ...READABLE.map((path) => realpathSync(path))]);
  return [
    `--max-old-space-size=${Math.ceil(heapBytes / MB)}`,
    '--disallow-code-generation-from-strings',
    '--no-warnings',
    '--permission',
    '--allow-worker',
    ...[...paths].map((path) => `--allow-fs-read=${path}`),
  ];
}
