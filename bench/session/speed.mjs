import { measure, median } from './measure.mjs';
import { callsOf, roundTrips } from './redis-figures.mjs';
import { newValue } from './sample-session.mjs';

export const IN_FLIGHT = [1, 10, 50];

const SESSIONS = 200;
const idOf = (n) => `speed-${n % SESSIONS}`;

/** What is measured. */
export const OPS = {
  get: (contestant) => (n) => contestant.read(idOf(n)),
  increment: (contestant) => (n) => contestant.increment(idOf(n)),
  update: (contestant) => (n) => contestant.set(idOf(n), 'page', newValue(n)),
  touch: (contestant) => (n) => contestant.touch(idOf(n)),
};

/**
 * Measures every operation of every contestant, `repeats` times, one contestant after the other within each repeat, so that a busy
 * moment of the machine meets them all.
 * @returns {Promise<Map<string, object>>} the medians by `<name> <op> <inFlight>`
 */
export async function measureSpeed(contestants, admin, { repeats, measureMs, warmUpMs }) {
  const cells = new Map();
  for (const { instance } of contestants) for (let n = 0; n < SESSIONS; n += 1) await instance.create(idOf(n));
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const inFlight of IN_FLIGHT) {
      for (const op of Object.keys(OPS)) {
        for (const { name, instance, isLocal = false, getOnly = false } of contestants) {
          if (getOnly && op !== 'get') continue;
          const before = await callsOf(admin);
          const cell = await measure(OPS[op](instance), { inFlight, warmUpMs, measureMs, local: isLocal });
          const key = cellKey(name, op, inFlight);
          cell.roundTrips = roundTrips(before, await callsOf(admin)) / cell.calls;
          cells.set(key, [...(cells.get(key) ?? []), cell]);
        }
      }
      process.stderr.write('.');
    }
  }
  process.stderr.write('\n');
  return new Map([...cells].map(([key, repeated]) => [key, median(repeated)]));
}

export const cellKey = (name, op, inFlight) => `${name} ${op} ${inFlight}`;
