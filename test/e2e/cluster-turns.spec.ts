import { expect, it } from '@jest/globals';
import { Checks, Random, runTurnsScenario } from '../support/turn-chaos.mjs';

/** A minute of `npm run chaos -- turns`: enough to notice that a promise is broken, not to say that it never is. */
it('every message is stored and answered once while instances are killed and frozen and Redis is restarted', async () => {
  const checks = new Checks();
  await runTurnsScenario({
    ...{ messages: 300, sessions: 10, instances: 3, minutes: 1 },
    env: { SESSION_LOCK_TIMEOUT_SECONDS: '5' },
    random: new Random(1),
    checks,
  });
  expect(checks.failures).toEqual([]);
}, 240_000);
