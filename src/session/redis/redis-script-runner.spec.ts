import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { type RedisClient } from '../../redis/redis-client.js';
import { type RedisLink } from './redis-link.js';
import { type RedisScript } from './redis-script.js';
import { RedisScriptRunner } from './redis-script-runner.js';

const READ: RedisScript = { name: 'read-1', lua: 'return 1', numberOfKeys: 1, readOnly: true };

describe('RedisScriptRunner', () => {
  it('counts the silence of a call from its sending, not from the wait for a connection that blipped', async () => {
    let usable = false;
    let drops = 0;
    let sent = 0;
    const link = {
      get isUsable() {
        return usable;
      },
      whenUsable: async () => {
        await sleep(910);
        usable = true;
      },
      drop: () => {
        drops += 1;
      },
    } as unknown as RedisLink;
    const client = {
      sendCommand: async () => {
        sent += 1;
        await sleep(150);
        return 'answer';
      },
    } as unknown as RedisClient;
    const runner = new RedisScriptRunner(client, link);
    await expect(runner.run(READ, ['key'], () => [], { opId: 'op' })).resolves.toBe('answer');
    expect({ sent, drops }).toEqual({ sent: 1, drops: 0 });
  });
});
