import { setTimeout as sleep } from 'node:timers/promises';
import { checkTurns, markerOf } from '../lib/turn-checker.mjs';
import { ClusterFaults } from './cluster-faults.mjs';
import { CustomerLog } from './customer-log.mjs';
import { JsonCustomer } from './json-customer.mjs';
import { readBack } from './read-back.mjs';
import { SocketCustomer } from './socket-customer.mjs';
import { StreamCustomer } from './stream-customer.mjs';

const KINDS = [SocketCustomer, StreamCustomer, JsonCustomer];

const QUESTIONS = [
  'What is your refund policy?',
  'How long does standard delivery take?',
  'Can I return an item I have opened?',
  'How do I reset my password?',
];

/** A client that hears nothing for this long takes another connection. */
const PATIENCE_MS = 2_500;
/**
 * Instances that take a message over may be lost too, before they told anything of it, and the one that is left may have more to do than
 * it can. Silences of more than 20 s are counted; this one is for ever.
 */
const LONGEST_SILENCE_MS = 90_000;
/** Without faults the slowest message waits for one lease and its turn. */
const FINISH_WITHIN_MS = 90_000;

/**
 * Puts `messages` from `sessions` clients on a cluster while it is being broken, each client one message after the other, each sent
 * again under its id until it is answered; then mends the cluster, reads everything back and judges it.
 * @param {object} options
 * @param {number} options.redisRestarts spread evenly over the messages
 * @param {number} options.minutes no message is begun after that; what was begun is finished
 * @param {(done: number) => void} [options.onProgress]
 */
export async function runTurns({ cluster, messages, sessions, minutes, redisRestarts = 2, random, onProgress }) {
  const faults = new ClusterFaults(cluster, random.fork('faults'));
  const customers = await Promise.all(
    Array.from({ length: sessions }, (_, number) =>
      openCustomer(cluster.url, number, random.fork(`customer ${number}`)),
    ),
  );
  const startedAt = performance.now();
  const endAt = startedAt + minutes * 60_000;
  const state = { begun: 0, done: 0, endAt, giveUpAt: endAt + FINISH_WITHIN_MS, redis: Promise.resolve() };
  const onDone = () => {
    state.done += 1;
    onProgress?.(state.done);
    if (faults.redisKills < redisRestarts && state.done >= ((faults.redisKills + 1) * messages) / (redisRestarts + 1)) {
      state.redis = faults.restartRedis();
    }
  };
  faults.start();
  const talking = Promise.allSettled(customers.map((customer) => talk(customer, { state, messages, onDone })));
  await untilBegun(state, messages, talking);
  await state.redis;
  await faults.stop();
  state.giveUpAt = Math.min(state.giveUpAt, performance.now() + FINISH_WITHIN_MS);
  const failures = (await talking).filter(({ status }) => status === 'rejected').map(({ reason }) => reason);
  const seconds = (performance.now() - startedAt) / 1000;
  await Promise.all(customers.map(({ speaker }) => speaker.close()));
  await Promise.all(
    customers.map((customer) => readBack(cluster.url, customer).catch((error) => failures.push(error))),
  );
  const logs = customers.map(({ log }) => log.toJSON());
  const verdict = checkTurns({ logs, outages: faults.outages, longestSilenceMs: LONGEST_SILENCE_MS });
  return {
    ...verdict,
    logs,
    faults,
    failures: [...failures, ...faults.failures],
    seconds,
    refusals: refusalsOf(customers),
  };
}

async function openCustomer(url, number, random) {
  const response = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  if (response.status !== 201) throw new Error(`no session: ${response.status} ${await response.text()}`);
  const { session: created, token } = await response.json();
  const session = { sessionId: created.sessionId, token };
  const Kind = KINDS[number % KINDS.length];
  const log = new CustomerLog(session.sessionId, Kind.kind, markerOf(number));
  return { session, log, random, speaker: new Kind({ url, session, log, patienceMs: PATIENCE_MS }) };
}

/** One customer's conversation. @throws Error when a message is refused for good, or not answered in time */
async function talk({ session, log, random, speaker }, { state, messages, onDone }) {
  for (let number = 1; state.begun < messages && performance.now() < state.endAt; number += 1) {
    state.begun += 1;
    const clientMessageId = `${log.marker}-${number}`;
    const body = { message: `${random.of(QUESTIONS)} (${clientMessageId})`, clientMessageId };
    for (;;) {
      log.sending(clientMessageId);
      if (await speaker.send(body)) break;
      if (performance.now() > state.giveUpAt) throw new Error(`${clientMessageId} of ${session.sessionId}: no answer`);
      await sleep(50 + 200 * random.next());
    }
    log.settled();
    onDone();
  }
}

/** Faults end when the last message is under way; a client that fails for good doesn't keep them going. */
async function untilBegun(state, messages, talking) {
  let over = false;
  void talking.then(() => (over = true));
  while (!over && state.begun < messages && performance.now() < state.endAt) await sleep(100);
}

function refusalsOf(customers) {
  const counts = {};
  for (const { log } of customers) for (const code of log.refusals) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}
