// The load that most scenarios put on the store, and the history it leaves behind.
import { inParallel } from './calls.mjs';

/** What a load may do, and how often; `increments` is the one that can be counted fastest. */
export const MIXED = { increment: 50, update: 25, mutate: 10, get: 15 };
export const INCREMENTS = { increment: 100 };

/**
 * Does `ops` operations and sends each until its answer is definite. Every write carries the op-id `<name>.<number>`.
 * @param {object} options
 * @param {(op: number) => object} options.storeFor the store that an operation goes to
 * @param {(done: number) => void} [options.onProgress]
 * @returns {Promise<{ writes: { sessionId: string, kind: string, status: string, version: number, changeSeq: number,
 *   value?: number }[], reads: number, staleReads: number }>}
 */
export async function mixedLoad({ storeFor, log, name, sessions, ops, inFlight, weights, random, onProgress }) {
  const history = { writes: [], reads: 0, staleReads: 0 };
  const plan = Array.from({ length: ops }, () => ({ sessionId: random.of(sessions), kind: pick(weights, random) }));
  /** Per session, the newest change that was acknowledged to this process. */
  const acknowledged = new Map();
  let done = 0;
  await inParallel(ops, inFlight, async (op) => {
    const { sessionId, kind } = plan[op];
    const known = acknowledged.get(sessionId) ?? 1;
    const send = OPERATIONS[kind](storeFor(op), sessionId, `${name}.${op}`, op);
    const answer = await log.definite(send);
    if (kind === 'get') {
      history.reads += 1;
      if (answer.status !== 'found' || answer.session.changeSeq < known) history.staleReads += 1;
    } else {
      const { status, version, changeSeq, counters } = answer;
      history.writes.push({ sessionId, kind, status, version, changeSeq, value: counters?.[COUNTED[kind]] });
      if (changeSeq > (acknowledged.get(sessionId) ?? 1)) acknowledged.set(sessionId, changeSeq);
    }
    done += 1;
    if (done % 100 === 0) onProgress?.(done);
  });
  return history;
}

const COUNTED = { increment: 'total', update: 'updates' };

/** Each leaves evidence in the session that tells how often it happened. A conflict is the caller's to try again. */
const OPERATIONS = {
  increment: (store, id, opId) => () => store.incrementCounter(id, 'total', 1, { opId }),
  update: (store, id, opId, op) => () =>
    store.update(id, { requestId: opId, metadata: { [`slot${op % 8}`]: opId }, increments: { updates: 1 } }, { opId }),
  mutate: (store, id, opId) => async () => {
    const add = ({ metadata }) => ({ metadata: { mutations: (metadata.mutations ?? 0) + 1 } });
    for (;;) {
      const answer = await store.mutate(id, add, { opId });
      if (answer.status !== 'conflict') return answer;
    }
  },
  get: (store, id) => () => store.get(id),
};

function pick(weights, random) {
  let at = random.below(Object.values(weights).reduce((sum, weight) => sum + weight, 0));
  return Object.keys(weights).find((kind) => (at -= weights[kind]) < 0);
}
