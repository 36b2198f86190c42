import fc from 'fast-check';
import { type SessionInit, type SessionPatch } from '../../../src/session/session-data.js';
import { SESSION_LIMITS } from '../../../src/session/session-limits.js';
import { ABSOLUTE_MS, IDLE_MS, MINUTE } from './harness.js';

/** Conditions of a write, by names that mean the same in every store: `incarnation` and `back` count from the latest. */
export interface Conditions {
  readonly opId: string | undefined;
  readonly version: number | undefined;
  readonly incarnation: number | undefined;
  readonly back: number | undefined;
  readonly touch: boolean;
}

type On<Kind extends string, Rest = unknown> = { readonly kind: Kind; readonly id: string } & Rest;
interface Conditional {
  readonly conditions: Conditions;
}

/** One call of the port. */
export type Operation =
  | On<'create', { readonly init: Omit<SessionInit, 'sessionId'>; readonly options: { readonly opId?: string } }>
  | On<'update', Conditional & { readonly patch: SessionPatch }>
  | On<'mutate', Conditional>
  | On<'increment', Conditional & { readonly name: string; readonly by: number }>
  | On<'setTtl', Conditional & { readonly ms: number }>
  | On<'delete', { readonly options: { readonly opId?: string } }>
  | On<'advance', { readonly ms: number }>
  | On<'acquire', { readonly ms: number; readonly waiters: readonly string[] }>
  | On<'leaveLine', { readonly waiters: readonly string[] }>
  | On<'extend', { readonly ms: number; readonly back: number }>
  | On<'release', { readonly back: number }>
  | On<'walk', { readonly limit: number }>
  | On<'cleanUp', { readonly failing: string | null }>
  | On<'get' | 'exists' | 'touch' | 'reseal'>;

/** The sessions of a run. */
export const IDS = ['a', 'b', 'visitor:7'];

const MAX = Number.MAX_SAFE_INTEGER;
const OP_IDS = ['op1', 'op2', 'op3'];
const id = fc.constantFrom(...IDS);
const ms = fc.oneof(
  fc.integer({ min: 1, max: 20_000 }),
  fc.integer({ min: 1, max: 40 * MINUTE }),
  fc.constantFrom(IDLE_MS - 1, IDLE_MS, ABSOLUTE_MS, 119_999, 120_000, 600_000),
);
const back = fc.constantFrom(0, 0, 0, 1);
const waiters = fc.shuffledSubarray(['w1', 'w2', 'w3', 'w4']);

const conditions: fc.Arbitrary<Conditions> = fc.record({
  opId: fc.option(fc.constantFrom(...OP_IDS), { nil: undefined, freq: 2 }),
  version: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined, freq: 3 }),
  incarnation: fc.option(back, { nil: undefined }),
  back: fc.option(back, { nil: undefined, freq: 3 }),
  touch: fc.boolean(),
});

/** Sizes that fill a value and a session to the last byte and beyond. */
const text = fc
  .constantFrom(0, 1, 40, SESSION_LIMITS.valueBytes - 2, SESSION_LIMITS.valueBytes - 60, SESSION_LIMITS.valueBytes - 1)
  .map((length) => 'x'.repeat(length));
const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), text, fc.constantFrom('é', '\u0001', '\n', null, [], {}));
const nullableText = fc.option(fc.constantFrom('u1', '', 'ü'));
const counter = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constantFrom(MAX, -MAX, MAX - 1));
/** So many that twice as many are too many. */
const manyCounters = fc
  .constantFrom('n', 'm')
  .map((name) => Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${name}${i}`, i])));

const fields = {
  userId: nullableText,
  threadId: fc.constantFrom('thr', 'thr_2'),
  escalated: fc.boolean(),
  requestId: nullableText,
  fingerprintHash: nullableText,
  metadata: fc.dictionary(fc.constantFrom('x', 'y', 'z', 'ż', 'toString'), value),
  counters: fc.oneof(
    { weight: 4, arbitrary: fc.dictionary(fc.constantFrom('p', 'messageCount'), counter) },
    manyCounters,
  ),
};
const patch = fc.record(
  { ...fields, increments: fc.dictionary(fc.constantFrom('q', 'r'), counter) },
  { requiredKeys: [] },
) as fc.Arbitrary<SessionPatch>;
const init = fc
  .record({ ...fields, idleMs: ms, absoluteMs: ms }, { requiredKeys: [] })
  .map((values) => ({ ...values, threadId: 'thr' })) as fc.Arbitrary<Omit<SessionInit, 'sessionId'>>;
const options = fc.option(fc.constantFrom(...OP_IDS), { freq: 2 }).map((opId) => (opId === null ? {} : { opId }));

/** Any call, in the proportions in which they make histories worth looking at. */
export const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('create' as const), id, init, options }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('update' as const), id, patch, conditions }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('mutate' as const), id, conditions }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('increment' as const),
      id,
      name: fc.constantFrom('p', 'q', 'messageCount'),
      by: counter,
      conditions,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('setTtl' as const), id, ms, conditions }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), id, options }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('acquire' as const), id, ms, waiters }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leaveLine' as const), id, waiters }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('extend' as const), id, ms, back }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const), id, back }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('advance' as const), id, ms }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('walk' as const), id, limit: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('cleanUp' as const), id, failing: fc.option(id) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('get' as const, 'exists' as const, 'touch' as const, 'reseal' as const),
      id,
    }),
  },
);
