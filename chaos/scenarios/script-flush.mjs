import { nagging, runLoad } from '../lib/steady-faults.mjs';
import { createSessions, readSessions, withDesk } from '../lib/desk.mjs';
import { checkHistory } from '../lib/history.mjs';

export const name = 'script-flush';
export const defaultOps = 20_000;

/** The server forgets all scripts every 50 ms. */
export async function run({ ops, random, checks }) {
  await withDesk({}, async ({ admin, open }) => {
    const store = await open();
    const sessions = await createSessions(store, 20);
    const flushing = nagging(50, () => admin.script('FLUSH'));
    const { history, calls } = await runLoad(store, { sessions, ops, random });
    checks.atLeast('flushes', await flushing.stop(), 3);
    checks.equal('errors', calls.retried, 0);
    checkHistory(checks, [history], await readSessions(store, sessions));
  });
}
