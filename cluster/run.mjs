// Several instances of the desk on this machine, until Ctrl-C. See docs/cluster.md.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { start } from './lib/cluster.mjs';
import { takeCommands } from './lib/commands.mjs';

const { values: options } = parseArgs({
  options: {
    instances: { type: 'string', default: '3' },
    knowledge: { type: 'string', default: 'none' },
    data: { type: 'string' },
    port: { type: 'string' },
    env: { type: 'string', multiple: true, default: [] },
  },
});

const instances = wholeNumber('--instances', options.instances, 1, 20);
const port = options.port === undefined ? undefined : wholeNumber('--port', options.port, 1, 65_535);
if (!['none', 'sample'].includes(options.knowledge)) refuse('--knowledge is none or sample');

const stopped = new AbortController();
let cluster;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    // During the start there is nobody to stop in order, and a second signal means it: the guards end what runs with this process.
    if (!cluster || stopped.signal.aborted) process.exit(1);
    stopped.abort();
  });
}

say('starting Postgres, Redis, nginx and the instances …');
try {
  cluster = await start({
    instances,
    port,
    env: { SAMPLE_KNOWLEDGE: String(options.knowledge === 'sample'), ...settingsOf(options.env) },
    data: options.data === undefined ? null : resolve(options.data),
  });
} catch (error) {
  refuse(error.message);
}
tell('cluster', { url: cluster.url, adminKey: cluster.adminKey, redis: cluster.redis.url, logs: cluster.logs });
for (const { name, url, pid } of cluster.instances) tell(name, { url, pid });
say(
  `The desk is at ${cluster.url} and does not care which instance you reach. Its administrator's key: ${cluster.adminKey}`,
);
say(
  `Logs are in ${cluster.logs}. Type "kill 1", "freeze 2" or "restart redis" and go on chatting. Ctrl-C stops everything.`,
);
const commands = takeCommands(cluster, process.stdin, say);

if (!stopped.signal.aborted) {
  // Nothing else keeps this process alive: the servers' guards don't.
  const alive = setInterval(() => undefined, 60_000);
  await new Promise((done) => stopped.signal.addEventListener('abort', done));
  clearInterval(alive);
}
commands.close();
say('stopping nginx, the instances, Redis and Postgres …');
await cluster.stop();

/** For programs: one JSON object a line. */
function tell(what, facts) {
  process.stdout.write(`${JSON.stringify({ what, ...facts })}\n`);
}

/** For people. */
function say(text) {
  process.stderr.write(`${text}\n`);
}

function refuse(message) {
  say(message);
  process.exit(1);
}

function wholeNumber(name, value, least, most) {
  const number = Number(value);
  if (!Number.isInteger(number) || number < least || number > most) refuse(`${name} is ${least} to ${most}`);
  return number;
}

function settingsOf(pairs) {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(pair) ?? refuse(`--env is NAME=value, not "${pair}"`);
      return [name, value];
    }),
  );
}
