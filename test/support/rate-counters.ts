import { Logger } from '@nestjs/common';
import { loadConfig } from '../../src/config/app-config.js';
import { createRateCounters } from '../../src/limits/create-rate-counters.js';
import { type Charge, type RateCounters, type Standing } from '../../src/limits/rate-counters.js';
import { onCleanUp } from './clean-up.js';

/** The counters that the product would use with the Redis at `url`, opened; with `keyPrefix` they share with others. */
export async function openRateCounters(url: string, keyPrefix: string): Promise<RateCounters> {
  Logger.overrideLogger(['error']);
  const config = loadConfig({
    SESSION_STORE_TYPE: 'redis',
    REDIS_URL: url,
    REDIS_SESSION_KEY_PREFIX: keyPrefix,
  });
  const counters = await createRateCounters(config);
  await counters.open();
  onCleanUp(async () => {
    counters.close();
  });
  return counters;
}

/** One call that must be counted, and how its budget stands. */
export async function takeOne(counters: RateCounters, charge: Charge): Promise<Standing> {
  const [standing] = await counters.take([charge]);
  if (!standing) throw new Error('a charge without a standing');
  return standing;
}
