import { expect } from '@jest/globals';
import fc from 'fast-check';
import { type SessionPatch } from '../../../src/session/session-data.js';
import { type AcquireResult, type LeaseGrant } from '../../../src/session/session-results.js';
import { type SessionStore, type WriteOptions } from '../../../src/session/session-store.js';
import { IDLE_MS, MINUTE } from './harness.js';
import { type ModelWrite, type SessionModel } from './session-model.js';

/** The real side of a run: the store, and the latest grants by session, which only it can make. */
export interface RealStore {
  readonly store: SessionStore;
  advance(ms: number): Promise<void>;
  readonly grants: Map<string, LeaseGrant>;
}

type SessionCommand = fc.AsyncCommand<SessionModel, RealStore>;
type Run = (model: SessionModel, real: RealStore) => Promise<void>;

function command(text: string, run: Run): SessionCommand {
  return { check: () => true, run, toString: () => text };
}

const id = fc.constantFrom('a', 'b', 'c');
const ms = fc.oneof(
  fc.integer({ min: 1, max: 20_000 }),
  fc.integer({ min: 1, max: 40 * MINUTE }),
  fc.constantFrom(IDLE_MS - 1, IDLE_MS, 119_999, 120_000),
);
const conditions = {
  opId: fc.option(fc.constantFrom('op1', 'op2'), { nil: undefined, freq: 3 }),
  ifVersion: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined, freq: 3 }),
  guarded: fc.boolean(),
  touch: fc.boolean(),
};

/** What the generated condition means to either side. A session never leased is guarded by a grant that was never made. */
function optionsOf(
  real: RealStore,
  sessionId: string,
  generated: { opId: string | undefined; ifVersion: number | undefined; guarded: boolean; touch: boolean },
): { forModel: ModelWrite; forStore: WriteOptions } {
  const { opId, ifVersion, guarded, touch } = generated;
  const never: LeaseGrant = { sessionId, fence: 99, nonce: 'never' };
  const grant = guarded ? (real.grants.get(sessionId) ?? never) : undefined;
  const shared = { touch, ...(opId === undefined ? {} : { opId }) };
  return {
    forModel: {
      ...shared,
      ...(ifVersion === undefined ? {} : { ifVersion }),
      ...(grant ? { fence: grant.fence } : {}),
    },
    forStore: {
      ...shared,
      ...(ifVersion === undefined ? {} : { ifVersion: { version: ifVersion } }),
      ...(grant ? { grant } : {}),
    },
  };
}

const create = fc.tuple(id).map(([sessionId]) =>
  command(`create ${sessionId}`, async (model, real) => {
    const expected = model.create(sessionId);
    const { status } = await real.store.create({ sessionId, threadId: 'thr' });
    expect(status).toBe(expected);
    // The grants of an earlier incarnation are worth nothing to this one, and fences start again.
    if (status === 'applied') real.grants.delete(sessionId);
  }),
);

const patch = fc.record(
  {
    userId: fc.constantFrom('u1', 'u2'),
    metadata: fc.dictionary(fc.constantFrom('x', 'y'), fc.option(fc.integer(), { freq: 3 })),
    increments: fc.dictionary(fc.constantFrom('p', 'q'), fc.integer({ min: -5, max: 5 })),
  },
  { requiredKeys: [] },
);

const update = fc.tuple(id, patch, fc.record(conditions)).map(([sessionId, changes, generated]) =>
  command(`update ${sessionId} ${JSON.stringify({ changes, generated })}`, async (model, real) => {
    const { forModel, forStore } = optionsOf(real, sessionId, generated);
    const expected = model.write(sessionId, { ...forModel, ...(changes as ModelWrite) });
    expect((await real.store.update(sessionId, changes as SessionPatch, forStore)).status).toBe(expected);
  }),
);

const increment = fc
  .tuple(id, fc.integer({ min: -3, max: 3 }), fc.record(conditions))
  .map(([sessionId, by, generated]) =>
    command(`increment ${sessionId} by ${by} ${JSON.stringify(generated)}`, async (model, real) => {
      const { forModel, forStore } = optionsOf(real, sessionId, generated);
      const expected = model.write(sessionId, { ...forModel, increments: { p: by } });
      expect((await real.store.incrementCounter(sessionId, 'p', by, forStore)).status).toBe(expected);
    }),
  );

const touch = id.map((sessionId) =>
  command(`touch ${sessionId}`, async (model, real) => {
    const expected = model.write(sessionId, { touch: true });
    expect((await real.store.touch(sessionId)).status).toBe(expected);
  }),
);

const setTtl = fc.tuple(id, ms).map(([sessionId, idleMs]) =>
  command(`setTtl ${sessionId} ${idleMs}`, async (model, real) => {
    const expected = model.write(sessionId, { idleMs });
    expect((await real.store.setTtl(sessionId, idleMs)).status).toBe(expected);
  }),
);

const remove = id.map((sessionId) =>
  command(`delete ${sessionId}`, async (model, real) => {
    const expected = model.delete(sessionId);
    expect((await real.store.delete(sessionId)).status).toBe(expected);
  }),
);

const waiters = fc.subarray(['w1', 'w2', 'w3']);

/** The answer in the model's words. */
function wordsOf(answer: AcquireResult, waiters: readonly string[]): string {
  if (answer.status === 'held') return answer.ahead === undefined ? 'held' : `held ${answer.ahead}`;
  return answer.status === 'applied' && waiters.length > 0 ? `applied ${answer.grant.nonce}` : answer.status;
}

const acquire = fc.tuple(id, ms, waiters).map(([sessionId, leaseMs, callers]) =>
  command(`acquire ${sessionId} ${leaseMs} ${callers.join(' ')}`, async (model, real) => {
    const expected = model.acquire(sessionId, leaseMs, callers);
    const answer = await real.store.acquire(sessionId, { leaseMs, waiters: callers });
    expect(wordsOf(answer, callers)).toBe(expected);
    if (answer.status === 'applied') real.grants.set(sessionId, answer.grant);
  }),
);

const leaveLine = fc.tuple(id, waiters).map(([sessionId, leaving]) =>
  command(`leaveLine ${sessionId} ${leaving.join(' ')}`, async (model, real) => {
    model.leaveLine(sessionId, leaving);
    await real.store.leaveLine(sessionId, leaving);
  }),
);

const moveLease = fc.tuple(id, ms, fc.boolean()).map(([sessionId, leaseMs, release]) =>
  command(`${release ? 'release' : 'extend'} ${sessionId} ${leaseMs}`, async (model, real) => {
    const grant = real.grants.get(sessionId);
    if (!grant) return;
    const expected = model.moveLease(sessionId, grant.fence, release ? 0 : leaseMs);
    expect(await (release ? real.store.release(grant) : real.store.extend(grant, leaseMs))).toBe(expected);
  }),
);

const advance = ms.map((span) =>
  command(`advance ${span}`, async (model, real) => {
    model.now += span;
    await real.advance(span);
  }),
);

const cleanUp = fc.constant(
  command('cleanupExpired', async (model, real) => {
    expect((await real.store.cleanupExpired()).removed).toBe(model.cleanUp());
  }),
);

/** Every command that the model knows. */
export const sessionCommands: fc.Arbitrary<SessionCommand>[] = [
  create,
  update,
  increment,
  touch,
  setTtl,
  remove,
  acquire,
  leaveLine,
  moveLease,
  advance,
  cleanUp,
];
