import { readFileSync, writeSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { ChildAnswer, ChildTask } from './child-protocol.js';

/**
 * Reads one file and ends. The file comes on standard input, opened by the parent; the answer leaves on descriptor 3.
 * Whatever the file does to this process, the parent waits only so long, watches its memory and takes only so many bytes.
 */

// Under Jest the sources run by type stripping, which does not find './x.ts' by './x.js'.
if (import.meta.url.endsWith('.ts')) {
  registerHooks({
    resolve: (specifier, context, next) =>
      next(
        specifier.startsWith('.') && !context.parentURL?.includes('/node_modules/')
          ? specifier.replace(/\.js$/, '.ts')
          : specifier,
        context,
      ),
  });
}

const { filename, limits, patienceMs } = JSON.parse(process.argv[2] ?? '') as ChildTask;

// The parent kills in time; should it die itself, nobody else would end a parser that loops. The extra time keeps the two apart.
const OUTLIVES_PARENT_MS = 2000;
new Worker(`setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${patienceMs + OUTLIVES_PARENT_MS})`, {
  eval: true,
});

const { readFileText } = await import('./read-file.js');
const { Refusal } = await import('./refusal.js');

answer(await read());
process.exit(0);

async function read(): Promise<ChildAnswer> {
  try {
    return { text: await readFileText(readFileSync(0), filename, limits) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refusal: { reason: error.reason, message: error.message } };
  }
}

function answer(content: ChildAnswer): void {
  const bytes = Buffer.from(JSON.stringify(content));
  for (let written = 0; written < bytes.length;) written += writeSync(3, bytes, written);
}
