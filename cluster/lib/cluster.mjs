// Several instances of the desk on this machine, as a company would run them: nginx, N x dist/main.js, Redis, Postgres.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '../../test/support/postgres-server.mjs';
import { startRedis } from '../../test/support/redis-server.mjs';
import { WIDE_LIMITS } from '../../test/support/wide-limits.mjs';
import { stablePort } from './stable-port.mjs';
import { startInstance } from './instance.mjs';
import { startKeptPostgres } from './kept-postgres.mjs';
import { startNginx } from './nginx.mjs';
import { secretsOf } from './secrets.mjs';

/** As docker-compose.yml and the documentation have it: a log on disk once a second, and nothing thrown away when it is full. */
const REDIS = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction'];

/** Of one instance: its pool and its jobs. */
const CONNECTIONS = 30;

/**
 * Starts a cluster on 127.0.0.1, on ports nobody else uses. It ends with `stop`, or with this process however that ends.
 * See test/support/cluster.d.mts for what comes back.
 * @param {object} [options]
 * @param {number} [options.instances]
 * @param {Record<string, string>} [options.env] settings of every instance; they win
 * @param {string | null} [options.data] a folder that keeps everything, for the next start; null: nothing is kept
 * @param {string | null} [options.databaseUrl] a Postgres that is there already
 * @param {Record<string, string>} [options.postgres] settings of the server; by default Postgres' own
 * @param {string} [options.version] the folder of another built desk
 * @param {number | null} [options.port] nginx's; by default any free one
 * @throws Error that names what could not be started; what had been started is stopped again
 */
export async function start(options = {}) {
  const {
    instances: count = 3,
    env = {},
    data = null,
    databaseUrl = null,
    postgres: settings = {},
    port,
    version,
  } = options;
  const opened = [];
  const stop = async () => {
    // Last started, first stopped: no request, no instance, no server.
    for (let part = opened.pop(); part; part = opened.pop()) await part.stop();
  };
  const opening = async (starting) => {
    const part = await starting;
    opened.push(part);
    return part;
  };
  try {
    const database = databaseUrl ?? (await opening(openPostgres({ count, data, settings }))).url();
    const redis = await opening(openRedis(data));
    const folder = data ?? redis.folder;
    for (const name of ['logs', 'desk']) mkdirSync(join(folder, name), { recursive: true });
    const secrets = secretsOf(data);
    const shared = {
      ...secrets,
      ENVIRONMENT: 'development',
      INSTANCES: String(count),
      TRUST_PROXY: '1',
      SAMPLE_KNOWLEDGE: 'false',
      SESSION_STORE_TYPE: 'redis',
      REDIS_URL: redis.url,
      DATABASE_URL: database,
      DATA_DIR: join(folder, 'desk'),
      // Another version may not know them.
      ...(version === undefined ? WIDE_LIMITS : {}),
      ...env,
    };
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    const ports = await portsFor(count);
    const logOf = (name) => join(folder, 'logs', `${name}.log`);
    const desks = { stop: async () => void (await Promise.all(instances.map((instance) => instance.stop()))) };
    const instances = [];
    opened.push(desks);
    await allOf(
      numbers.map(async (number) => {
        const name = `instance-${number}`;
        const instance = await startInstance({
          name,
          port: ports[number - 1],
          env: shared,
          logFile: logOf(name),
          version,
        });
        instances[number - 1] = instance;
      }),
    );
    const upstreams = ports.map((own) => `127.0.0.1:${own}`);
    const nginx = await opening(startNginx({ upstreams, port, logFile: logOf('nginx') }));
    return {
      url: nginx.url,
      adminKey: secrets.ADMIN_API_KEY,
      instances,
      instance: (index) => instances[index],
      /** nginx sends nothing new to this instance; null: to all of them again. */
      takeOut: (instance) => nginx.takeOut(instance === null ? null : upstreams[instances.indexOf(instance)]),
      redis,
      databaseUrl: database,
      env: shared,
      logs: join(folder, 'logs'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function openPostgres({ count, data, settings }) {
  const all = { max_connections: String(20 + CONNECTIONS * count), ...settings };
  return data === null ? startPostgres(all) : startKeptPostgres(join(data, 'postgres'), all);
}

function openRedis(data) {
  if (data === null) return startRedis({ args: REDIS });
  const folder = join(data, 'redis');
  mkdirSync(folder, { recursive: true });
  return startRedis({ args: [...REDIS, '--dir', folder] });
}

async function portsFor(count) {
  const ports = new Set();
  while (ports.size < count) ports.add(await stablePort());
  return [...ports];
}

/** Waits for all of them also when one fails, so that none starts behind the back of a stop. */
async function allOf(starting) {
  const failed = (await Promise.allSettled(starting)).find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
}
