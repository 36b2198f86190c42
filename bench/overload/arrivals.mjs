// The load generator, a process of its own so that it shares no event loop with what it measures. It is sent jobs one after the
// other, and answers each with what became of every request.
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Connections: more than requests that can be on their way when the server sheds load in time. */
const CONNECTIONS = 256;
/** A request that hangs longer than this has failed, in ms. */
const TIMEOUT_MS = 30_000;

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

/**
 * @typedef {object} Job
 * @property {string} url origin of the server
 * @property {{ path: string, headers: Record<string, string> }[]} targets sessions, used one after the other
 * @property {string[]} messages
 * @property {number} seconds
 * @property {number} [perSecond] open loop: so many arrive on average, at random moments (a Poisson process), whatever becomes of
 *   those before them
 * @property {number} [inFlight] closed loop: so many customers, each of whom sends the next message when the one before was answered,
 *   and after `Retry-After` when it was refused
 */

process.on('message', async (/** @type {Job} */ job) => {
  process.send(await (job.perSecond ? openLoop(job) : closedLoop(job)));
});
process.once('disconnect', () => agent.destroy());

let sent = 0;

/** Every request is measured from the moment it was due: a late one was late for its customer too. */
async function openLoop(job) {
  const begin = performance.now();
  const results = [];
  const running = new Set();
  for (let due = gap(job); due < job.seconds * 1000; due += gap(job)) {
    const early = begin + due - performance.now();
    if (early >= 1) await sleep(early);
    const answer = send(job).then((result) => {
      running.delete(answer);
      results.push({ at: due, ms: performance.now() - begin - due, ...result });
    });
    running.add(answer);
  }
  await Promise.all(running);
  return results;
}

async function closedLoop(job) {
  const begin = performance.now();
  const until = job.seconds * 1000;
  const results = [];
  const customer = async () => {
    for (let at = performance.now() - begin; at < until; at = performance.now() - begin) {
      const result = await send(job);
      results.push({ at, ms: performance.now() - begin - at, ...result });
      if (result.retryAfter) await sleep(Math.min(result.retryAfter * 1000, until));
    }
  };
  await Promise.all(Array.from({ length: job.inFlight }, customer));
  return results;
}

function gap({ perSecond }) {
  return (-Math.log(1 - Math.random()) / perSecond) * 1000;
}

/** Resolves to the status, or the error's code, and to what `Retry-After` says. A turn that did without something is none. */
function send({ url, targets, messages }) {
  const { hostname, port } = new URL(url);
  const { path, headers } = targets[sent % targets.length];
  const body = JSON.stringify({ message: messages[sent % messages.length], clientMessageId: randomUUID() });
  sent += 1;
  return new Promise((resolve) => {
    const outgoing = request(
      {
        ...{ agent, hostname, port, path, method: 'POST', timeout: TIMEOUT_MS },
        headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => (text += part));
        response.on('end', () => {
          const isWhole = response.statusCode !== 200 || text.includes('"degraded":[]');
          const retryAfter = Number(response.headers['retry-after'] ?? 0);
          resolve({ status: isWhole ? response.statusCode : 'degraded', retryAfter });
        });
        response.on('error', (error) => resolve({ status: error.code, retryAfter: 0 }));
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(Object.assign(new Error('hangs'), { code: 'hangs' })));
    outgoing.on('error', (error) => resolve({ status: error.code, retryAfter: 0 }));
    outgoing.end(body);
  });
}
