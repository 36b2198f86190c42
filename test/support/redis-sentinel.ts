import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { onCleanUp } from './clean-up.js';
import { freePort } from './free-port.js';
import { startGuardedServer } from './guarded-server.mjs';
import { tempFolder } from './temp-folder.js';

/** A Sentinel that replaces its master soon after it died; ends with the test file. */
export interface TestSentinel {
  readonly port: number;
  /** Whether it has found a replica that may become master. */
  knowsReplica(): Promise<boolean>;
}

/** Starts a Sentinel that watches `master` under a name and decides alone. */
export async function startSentinel(name: string, master: { readonly port: number }): Promise<TestSentinel> {
  const port = await freePort();
  const folder = tempFolder();
  const file = join(folder, 'sentinel.conf');
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${folder}`,
    `sentinel monitor ${name} 127.0.0.1 ${master.port} 1`,
    `sentinel down-after-milliseconds ${name} 500`,
    `sentinel failover-timeout ${name} 3000`,
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  const client = new Redis(port, '127.0.0.1', { retryStrategy: () => 50 });
  client.on('error', () => undefined);
  onCleanUp(async () => {
    client.disconnect();
  });
  const stop = await startGuardedServer({
    command: 'redis-server',
    args: [file, '--sentinel'],
    identity: {},
    folder,
    isReady: () =>
      client.ping().then(
        () => true,
        () => false,
      ),
    readyWithinMs: 10_000,
  });
  onCleanUp(stop);
  return {
    port,
    knowsReplica: async () => String(await client.call('SENTINEL', 'MASTER', name)).includes('num-slaves,1'),
  };
}
