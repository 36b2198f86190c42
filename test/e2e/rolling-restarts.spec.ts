import { expect, it } from '@jest/globals';
import { createTestDatabase } from '../support/databases.js';
import { Checks } from '../support/turn-chaos.mjs';
import { runRollingScenario } from '../support/rolling-chaos.mjs';

/** The number is 50 (`npm run chaos -- rolling`, docs/rolling-restarts.md). */
const ROUNDS = Number(process.env.ROLLING_RESTARTS ?? '3');

it(
  `two instances are restarted one after the other, ${ROUNDS} times, and no request fails`,
  async () => {
    const { env } = await createTestDatabase('postgres');
    const checks = new Checks();
    const clients = { once: 4, sockets: 2, streams: 2 };
    await runRollingScenario({ rounds: ROUNDS, clients, databaseUrl: env.DATABASE_URL ?? '', checks });
    expect(checks.failures).toEqual([]);
  },
  120_000 + ROUNDS * 60_000,
);
