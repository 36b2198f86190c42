import { afterAll } from '@jest/globals';

const pending: (() => Promise<void>)[] = [];

// Jest allows no hook inside a test or another hook, and fixtures are opened there: one hook of the test file serves them all.
afterAll(async () => {
  const failures: unknown[] = [];
  for (let release = pending.pop(); release; release = pending.pop()) {
    await release().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, 'a fixture could not be closed');
});

/**
 * Makes `release` run at most once: when the returned function is called, else at the end of the test file, last opened
 * first. A failing release fails the file.
 */
export function onCleanUp(release: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  const once = (): Promise<void> => (running ??= release());
  pending.push(once);
  return once;
}
