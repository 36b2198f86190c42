import { setTimeout as sleep } from 'node:timers/promises';
import { type Redis } from 'ioredis';
import { OutcomeUnknown, StoreUnavailable } from '../../src/session/session.errors.js';

const WORKERS = 8;
const KILLS = 10;
const PAUSE_MS = 150;

/** How the increments ended that were sent meanwhile. */
export interface CountUnderKills {
  readonly acknowledged: number;
  readonly unknown: number;
}

/** Increments without a pause while every client connection of the servers but `admins` is ended again and again. */
export async function countUnderKills(
  admins: readonly Redis[],
  increment: () => Promise<unknown>,
): Promise<CountUnderKills> {
  let [acknowledged, unknown, done] = [0, 0, false];
  const work = async (): Promise<void> => {
    while (!done) {
      try {
        await increment();
        acknowledged += 1;
      } catch (error) {
        if (error instanceof OutcomeUnknown) unknown += 1;
        else if (!(error instanceof StoreUnavailable)) throw error;
        // Such refusals come at once: without a pause nothing else would get its turn.
        await sleep(5);
      }
    }
  };
  const workers = Array.from({ length: WORKERS }, work);
  for (let i = 0; i < KILLS; i += 1) {
    await sleep(PAUSE_MS);
    await Promise.all(admins.map((admin) => admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')));
  }
  done = true;
  await Promise.all(workers);
  return { acknowledged, unknown };
}
