import { startFaultyProxy } from '../../bench/session/faulty-proxy.mjs';
import { createSessions, readSessions, withDesk } from '../lib/desk.mjs';
import { checkHistory } from '../lib/history.mjs';
import { runLoad } from '../lib/steady-faults.mjs';

export const name = 'lost-replies';
export const defaultOps = 10_000;

const SHARE = 0.01;
/** The store answers or gives up within its deadline; the rest is the machine's. */
const DEADLINE_MS = 1_200;
const SPARE_MS = 300;

/** One reply in a hundred is lost: the connection breaks when Redis has done its work. */
export async function run({ ops, random, checks }) {
  await withDesk({}, async ({ redis, open }) => {
    const sound = await open();
    const sessions = await createSessions(sound, 20);
    const proxy = await startFaultyProxy(redis);
    try {
      const store = await open({ REDIS_URL: proxy.url });
      const losses = random.fork('losses');
      proxy.loseReplies(SHARE, () => losses.next());
      const { history, calls } = await runLoad(store, { sessions, ops, random });
      checks.atLeast('broken connections', proxy.lost, 1);
      checks.note('sent again', calls.retried);
      checkHistory(checks, [history], await readSessions(sound, sessions));
      checks.atMost('slowest call ms', calls.slowestMs, DEADLINE_MS + SPARE_MS);
      checks.equal('unsettled', calls.unsettled, 0);
    } finally {
      proxy.loseReplies(0);
      await proxy.stop();
    }
  });
}
