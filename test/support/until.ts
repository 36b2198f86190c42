import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when `condition` holds; it is looked at every 20 ms. @throws Error after `withinMs` */
export async function until(condition: () => Promise<boolean> | boolean, withinMs = 20_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`it did not come to pass within ${withinMs} ms`);
    await sleep(20);
  }
}
