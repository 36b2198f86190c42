import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Charge, type Policy, type RateCounters, type Standing } from '../../src/limits/rate-counters.js';
import { until } from '../support/until.js';

const HOUR_MS = 3_600_000;

/** What all counters must do. `create` makes one more that counts in the same place, or the only one where nothing is shared. */
export function describeRateCounters(name: string, create: () => Promise<RateCounters>): void {
  describe(`rate counters: ${name}`, () => {
    let counters: RateCounters;
    beforeAll(async () => {
      counters = await create();
      await counters.open();
    });
    afterAll(() => {
      counters.close();
    });

    /** Policies of the same name share a budget, so every test has its own. */
    const newPolicy = (quota: number, windowMs = HOUR_MS): Policy => ({ name: `p-${randomUUID()}`, quota, windowMs });
    const take = async (charge: Charge): Promise<Standing> => (await counters.take([charge]))[0]!;

    it('grant as many calls as the quota says, and tell what is left and until when', async () => {
      const charge = { policy: newPolicy(3), caller: 'one' };
      for (const remaining of [2, 1, 0]) {
        const standing = await take(charge);
        expect(standing).toMatchObject({ ...charge, granted: true, remaining });
        expect(standing.resetMs).toBeGreaterThan(HOUR_MS - 60_000);
        expect(standing.resetMs).toBeLessThanOrEqual(HOUR_MS);
      }
      const refused = await take(charge);
      expect(refused).toMatchObject({ granted: false, remaining: 0 });
      // Who goes on asking doesn't wait longer for it.
      expect((await take(charge)).resetMs).toBeLessThanOrEqual(refused.resetMs);
    });

    it('keep callers and policies apart', async () => {
      const [policy, other] = [newPolicy(1), newPolicy(1)];
      expect((await take({ policy, caller: 'one' })).granted).toBe(true);
      expect((await take({ policy, caller: 'two' })).granted).toBe(true);
      expect((await take({ policy: other, caller: 'one' })).granted).toBe(true);
      expect((await take({ policy, caller: 'one' })).granted).toBe(false);
    });

    it.each(['2001:db8:0:0::/64', 'ses_a:b{c}*?', 'x'.repeat(128), 'ünï 日本'])(
      'take %s for a caller',
      async (caller) => {
        const policy = newPolicy(1);
        expect((await take({ policy, caller })).granted).toBe(true);
        expect((await take({ policy, caller })).granted).toBe(false);
        expect((await take({ policy, caller: `${caller}.` })).granted).toBe(true);
      },
    );

    it('have the whole budget again when the window ends', async () => {
      const charge = { policy: newPolicy(1, 1000), caller: 'one' };
      expect((await take(charge)).granted).toBe(true);
      await until(async () => (await take(charge)).granted);
    });

    it('grant exactly the quota of calls at the same moment', async () => {
      const charge = { policy: newPolicy(50), caller: 'one' };
      const standings = await Promise.all(Array.from({ length: 200 }, () => take(charge)));
      expect(standings.filter(({ granted }) => granted)).toHaveLength(50);
    });

    it('give the other budgets back when one refuses', async () => {
      const session = { policy: newPolicy(2), caller: 'ses' };
      const address = { policy: newPolicy(5), caller: 'here' };
      for (const granted of [true, true, false, false, false, false]) {
        const standings = await counters.take([session, address]);
        expect(standings.every((standing) => standing.granted)).toBe(granted);
        expect(standings.map(({ policy }) => policy)).toEqual([session.policy, address.policy]);
      }
      expect(await take(address)).toMatchObject({ granted: true, remaining: 2 });
    });

    it('give back what is not to be counted', async () => {
      const charge = { policy: newPolicy(1), caller: 'one' };
      expect((await take(charge)).granted).toBe(true);
      await counters.giveBack([charge]);
      expect((await take(charge)).granted).toBe(true);
      expect((await take(charge)).granted).toBe(false);
    });
  });
}
