import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findFolder, requireProgram } from './find-program.mjs';
import { startRestartableServer } from './guarded-server.mjs';
import { quietPort } from './quiet-port.mjs';

const PLACES = ['/opt/homebrew/opt/redis*/bin', '/usr/local/opt/redis*/bin'];

/** Below every system's range for outgoing connections: while a server is down, nothing else is given its port. */
const PORTS = { from: 20_000, to: 32_000 };

const READY_WITHIN_MS = 15_000;

const run = promisify(execFile);

const binaries = () =>
  requireProgram({
    part: 'redis',
    find: () => findFolder(['redis-server', 'redis-cli'], PLACES),
    commands: { darwin: 'brew install redis', other: '(put redis-server and redis-cli 7.0 or newer on PATH)' },
  });

/** See redis-server.d.mts. */
export async function startRedis({ args = [], port: wanted } = {}) {
  const host = '127.0.0.1';
  const port = wanted ?? (await quietPort(PORTS));
  const folder = mkdtempSync(join(tmpdir(), 'fdredis-'));
  const server = await startRestartableServer({
    command: join(binaries(), 'redis-server'),
    args: [
      ...['--bind', host, '--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'no'],
      ...['--enable-debug-command', 'local', '--loglevel', 'warning', ...args],
    ],
    folder,
    isReady: (pid) => answers(host, port, pid),
    readyWithinMs: READY_WITHIN_MS,
  });
  const kill = async (signal = 'SIGKILL') => server.kill(signal);
  return {
    url: `redis://${host}:${port}`,
    host,
    port,
    folder,
    get pid() {
      return server.pid;
    },
    kill,
    async restart() {
      await kill();
      await server.start();
    },
    stop: server.stop,
  };
}

/** See redis-server.d.mts. */
export async function startRedisCluster({ args = [] } = {}) {
  const servers = await Promise.all(
    [0, 1, 2].map(async () => {
      const bus = ['--cluster-port', String(await quietPort(PORTS))];
      return startRedis({
        args: ['--cluster-enabled', 'yes', ...bus, '--cluster-node-timeout', '2000', ...args],
      });
    }),
  );
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  const nodes = servers.map(({ host, port }) => ({ host, port }));
  const addresses = nodes.map(({ host, port }) => `${host}:${port}`);
  const cli = (...words) => run(join(binaries(), 'redis-cli'), words);
  try {
    await cli('--cluster', 'create', ...addresses, '--cluster-yes');
    for (const { port } of nodes) await untilFormed(() => cli('-p', String(port), 'cluster', 'info'));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `redis+cluster://${addresses.join(',')}`, nodes, servers, stop };
}

async function untilFormed(clusterInfo) {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const { stdout } = await clusterInfo();
    if (/cluster_state:ok/.test(stdout) && /cluster_known_nodes:3/.test(stdout)) return;
    if (Date.now() > deadline) throw new Error(`the Redis cluster did not form:\n${stdout}`);
    await sleep(50);
  }
}

/** Whether the process `pid`, and no other server on that port, takes commands; one that asks for a password first counts. */
function answers(host, port, pid) {
  return new Promise((resolve) => {
    let reply = '';
    const socket = connect({ host, port }, () => socket.write('INFO server\r\nQUIT\r\n'));
    socket.setEncoding('utf8').setTimeout(2_000, () => socket.destroy());
    socket.on('data', (text) => (reply += text)).on('error', () => undefined);
    socket.on('close', () => resolve(reply.startsWith('-NOAUTH') || reply.includes(`process_id:${pid}\r`)));
  });
}
