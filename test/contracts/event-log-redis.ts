import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { loadConfig } from '../../src/config/app-config.js';
import { type EventLog } from '../../src/events/event-log.js';
import { RedisEventLog } from '../../src/events/redis-event-log.js';
import { EventBus } from '../../src/events/redis/event-bus.js';
import { EventCalls } from '../../src/events/redis/event-calls.js';
import { RedisTurnSignals } from '../../src/events/redis/redis-turn-signals.js';
import { type TurnSignals } from '../../src/events/turn-signals.js';
import { RedisConnections } from '../../src/redis/redis-connections.js';
import { createValueCodec } from '../../src/session/codec/sealing-codec.js';
import { type EncryptionKey } from '../../src/session/codec/key-ring.js';
import { onCleanUp } from '../support/clean-up.js';
import { eventLogContract, type EventLogLimits } from './event-log.contract.js';

export interface RedisLogOptions {
  readonly url: string;
  /** Where the subscription goes, when it goes another way. */
  readonly busUrl?: string;
  readonly keyPrefix?: string;
  readonly keys?: readonly EncryptionKey[];
  readonly limits?: EventLogLimits | undefined;
}

/** One instance's log and signals in Redis, made as the product makes them; closed at the end of the test file. */
export async function openRedisLog(
  options: RedisLogOptions,
): Promise<{ readonly log: EventLog; readonly signals: TurnSignals }> {
  Logger.overrideLogger(false);
  const { url, busUrl = url, keyPrefix = 'test:', keys = [], limits = {} } = options;
  const connectionsTo = (address: string): RedisConnections =>
    new RedisConnections(loadConfig({ SESSION_STORE_TYPE: 'redis', REDIS_URL: address }));
  const calls = new EventCalls(connectionsTo(url).create('event-log'));
  const bus = new EventBus({ subscriber: connectionsTo(busUrl).create('events'), publisher: calls, prefix: keyPrefix });
  const signals = new RedisTurnSignals({ bus, publisher: calls, channel: `${keyPrefix}turn-signals` });
  const log = new RedisEventLog({ calls, bus, codec: createValueCodec(keys), keyPrefix, ...limits });
  onCleanUp(() => log.close());
  await log.open();
  return { log, signals };
}

/** Puts the Redis log through the contract, on two instances. */
export function redisLogContract(name: string, options: () => Promise<RedisLogOptions>): void {
  const opened = new Map<string, Promise<readonly [EventLog, EventLog]>>();
  const open = async (limits: EventLogLimits | undefined): Promise<readonly [EventLog, EventLog]> => {
    const both = { ...(await options()), keyPrefix: `t-${randomUUID()}:`, limits };
    return [(await openRedisLog(both)).log, (await openRedisLog(both)).log];
  };
  eventLogContract(name, {
    open: (limits) => {
      const key = JSON.stringify(limits ?? null);
      const logs = opened.get(key) ?? open(limits);
      opened.set(key, logs);
      return logs;
    },
    pass: (ms) => sleep(ms),
  });
}
