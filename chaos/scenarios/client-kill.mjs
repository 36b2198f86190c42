import { createSessions, readSessions, withDesk } from '../lib/desk.mjs';
import { checkHistory } from '../lib/history.mjs';
import { nagging, runLoad } from '../lib/steady-faults.mjs';

export const name = 'client-kill';
export const defaultOps = 20_000;

/** The server closes every client's connection each 200 ms. */
export async function run({ ops, random, checks }) {
  await withDesk({}, async ({ admin, open }) => {
    const store = await open();
    const sessions = await createSessions(store, 20);
    const killing = nagging(200, () => admin.client('KILL', 'TYPE', 'normal', 'SKIPME', 'yes'));
    const { history, calls } = await runLoad(store, { sessions, ops, random });
    checks.atLeast('kills', await killing.stop(), 3);
    checks.note('sent again', calls.retried);
    checkHistory(checks, [history], await readSessions(store, sessions));
    checks.equal('unsettled', calls.unsettled, 0);
  });
}
