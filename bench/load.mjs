// The load generator, a process of its own so that it shares no event loop with what it measures. It gets one job, keeps
// `inFlight` requests running for the warm-up and the measured time, sends its result, and ends.
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/** A bound in count besides the one in time. */
const MAX_REQUESTS = 500_000;

/**
 * @typedef {object} Job
 * @property {string} url origin of the server
 * @property {{ path: string, headers: Record<string, string> }[]} targets a slot owns every inFlight-th of them and goes round,
 *   so that no target ever has two requests at once
 * @property {string[]} messages
 * @property {string} [expected] what the body of a good answer contains
 * @property {number} inFlight
 * @property {number} warmUpMs
 * @property {number} measureMs
 */

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

process.once('message', async (job) => {
  process.send(await run(job));
  agent.destroy();
  process.disconnect();
});

/** @param {Job} job */
async function run({ url, targets, messages, expected = '', inFlight, warmUpMs, measureMs }) {
  const { hostname, port } = new URL(url);
  const from = performance.now() + warmUpMs;
  const until = from + measureMs;
  const latencies = [];
  const failures = {};
  let sent = 0;

  const slot = async (first) => {
    for (let turn = 0; performance.now() < until && sent < MAX_REQUESTS; turn++) {
      const { path, headers } = targets[(first + turn * inFlight) % (targets.length - (targets.length % inFlight))];
      const body = JSON.stringify({ message: messages[sent++ % messages.length], clientMessageId: randomUUID() });
      const start = performance.now();
      const answer = await send({ hostname, port, path, headers }, body);
      const end = performance.now();
      const failure = answer.status !== 200 ? answer.status : answer.text.includes(expected) ? undefined : 'degraded';
      if (failure !== undefined) failures[failure] = (failures[failure] ?? 0) + 1;
      else if (start >= from && end <= until) latencies.push(end - start);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, (_, first) => slot(first)));

  latencies.sort((a, b) => a - b);
  const percentile = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
  return {
    sent,
    perSecond: (latencies.length / measureMs) * 1000,
    p50: percentile(0.5),
    p99: percentile(0.99),
    failures,
  };
}

/** Resolves to the answer; its status is the error's code when there was none. */
function send({ hostname, port, path, headers }, body) {
  return new Promise((resolve) => {
    const outgoing = request(
      {
        agent,
        hostname,
        port,
        path,
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => (text += part));
        response.on('end', () => resolve({ status: response.statusCode, text }));
        response.on('error', (error) => resolve({ status: error.code, text }));
      },
    );
    outgoing.on('error', (error) => resolve({ status: error.code, text: '' }));
    outgoing.end(body);
  });
}
