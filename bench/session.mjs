// How fast the session store is, beside what one would use instead, and what each gets wrong. See docs/session-bench.md.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { startRedis } from '../test/support/redis-server.mjs';
import { CONTESTANTS } from './session/contestants.mjs';
import { measureCorrectness } from './session/correctness.mjs';
import { measureCounting } from './session/counting.mjs';
import { report } from './session/report.mjs';
import { withSection } from './session/results-section.mjs';
import { measureSpeed } from './session/speed.mjs';

// A peer whose connection was broken on purpose still has commands under way when it is closed, which nobody waits for any more.
process.on('unhandledRejection', (error) => {
  if (!(error instanceof Error) || error.message !== 'Connection is closed.') throw error;
});

const PAGE = 'docs/session-bench.md';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '1' },
    repeats: { type: 'string', default: '3' },
    sessions: { type: 'string', default: '200000' },
    write: { type: 'boolean', default: false },
  },
});
const timing = { repeats: Number(options.repeats), measureMs: Number(options.seconds) * 1000, warmUpMs: 200 };

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const redis = await startRedis();
const admin = new Redis(redis.url);
try {
  const contestants = [];
  for (const contestant of CONTESTANTS) contestants.push({ ...contestant, instance: await contestant.open(redis.url) });
  const speed = await measureSpeed(contestants, admin, timing);
  await Promise.all(contestants.map(({ instance }) => instance.close()));
  const correctness = await measureCorrectness(CONTESTANTS, redis);
  await admin.flushall();
  const counting = await measureCounting(redis.url, [1_000, Number(options.sessions)]);
  const text = report({ contestants: CONTESTANTS, speed, correctness, counting, timing });
  console.log(text);
  if (options.write) await writeFile(PAGE, await withSection(PAGE, text));
} finally {
  admin.disconnect();
  await redis.stop();
}
