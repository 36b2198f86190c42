import { openStore } from '../../bench/session/product.mjs';
import { Checks } from '../lib/checks.mjs';
import { createSessions, readSessions } from '../lib/desk.mjs';
import { checkHistory } from '../lib/history.mjs';
import { runLoad } from '../lib/steady-faults.mjs';

export const name = 'saboteur';
export const defaultOps = 2_000;

/** Stores in memory that do one thing wrong once, to prove that the check of a history notices it. */
export async function run({ ops, random, checks }) {
  checks.equal('a sound store', await complaints({}, ops, random.fork('sound')), 0);
  for (const [wrong, sabotage] of Object.entries(SABOTAGE)) {
    checks.atLeast(wrong, await complaints(sabotage, ops, random.fork(wrong)), 1);
  }
}

async function complaints(sabotage, ops, random) {
  const store = await openStore({ SESSION_STORE_TYPE: 'in_memory' });
  const sessions = await createSessions(store, 20);
  const { history } = await runLoad(sabotaged(store, sabotage), { sessions, ops, random });
  const found = new Checks();
  checkHistory(found, [history], await readSessions(store, sessions));
  await store.close();
  return found.failures.length;
}

/** What a fault could make of one call. */
const SABOTAGE = {
  'a lost increment': {
    incrementCounter: async () => ({ status: 'applied', version: 1, changeSeq: 9, counters: { total: 9 } }),
  },
  'a doubled increment': { incrementCounter: (write) => write().then(() => write()) },
  'an increment done again after its answer': {
    incrementCounter: (write) => write().then((answer) => write().then(() => answer)),
  },
  'a doubled update': { update: (write) => write().then((answer) => write().then(() => answer)) },
  'a stale read': { get: (read) => read().then((answer) => aged(answer)) },
};

const aged = (answer) => ({ ...answer, session: { ...answer.session, changeSeq: 0 } });

/** `store` with one method whose 20th call misbehaves. */
function sabotaged(store, sabotage) {
  let calls = 0;
  return new Proxy(store, {
    get(target, method) {
      const real = target[method].bind(target);
      const misbehave = sabotage[method];
      if (!misbehave) return real;
      return (...args) => {
        calls += 1;
        if (calls !== 20) return real(...args);
        return misbehave(() => real(...anew(method, args)));
      };
    },
  });
}

/** The same write under no op-id, so that the store can't know it again. */
function anew(method, args) {
  return args.slice(0, method === 'incrementCounter' ? 3 : 2);
}
