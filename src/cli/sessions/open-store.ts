import { type Clock } from '../../common/clock.js';
import { type AppConfig, loadConfig } from '../../config/app-config.js';
import { ConfigInvalid } from '../../config/config-invalid.js';
import { readEnvironment } from '../../config/read-environment.js';
import { createSessionStore } from '../../session/create-session-store.js';
import { type SessionStore } from '../../session/session-store.js';
import { SessionsInputInvalid } from './sessions-errors.js';

/**
 * The configuration of the process.
 * @throws ConfigInvalid; SessionsInputInvalid when sessions are kept in memory
 */
export function readStoreConfig(): AppConfig {
  return shared(loadConfig(readEnvironment(process.env)), 'SESSION_STORE_TYPE');
}

/**
 * The configuration that nothing but a file gives.
 * @throws SessionsInputInvalid naming the file
 */
export function readTargetConfig(envFile: string): AppConfig {
  try {
    return shared(loadConfig(readEnvironment({ ENV_FILE: envFile })), `SESSION_STORE_TYPE in ${envFile}`);
  } catch (cause) {
    if (!(cause instanceof ConfigInvalid)) throw cause;
    throw new SessionsInputInvalid(`--to-env ${envFile}: ${cause.message}`, { cause });
  }
}

function shared(config: AppConfig, variable: string): AppConfig {
  if (config.session.store === 'redis') return config;
  throw new SessionsInputInvalid(
    `${variable} is in_memory: those sessions live in the memory of the serving process, where no command reaches them. ` +
      'Set SESSION_STORE_TYPE=redis and REDIS_URL.',
  );
}

/**
 * Runs `use` with the store that `config` describes, which is reached before and closed afterwards.
 * @throws StoreUnavailable when it can't be reached, StoreMisconfigured
 */
export async function withStore<T>(
  config: AppConfig,
  clock: Clock,
  use: (store: SessionStore) => Promise<T>,
): Promise<T> {
  const store = await createSessionStore(config, clock);
  try {
    await store.open();
    await store.ping();
    return await use(store);
  } finally {
    await store.close();
  }
}

/** @throws SessionsInputInvalid when both are one store */
export function checkDistinct(source: AppConfig, target: AppConfig): void {
  const place = ({ redis, session }: AppConfig): string => JSON.stringify([redis?.nodes, redis?.db, session.keyPrefix]);
  if (place(source) === place(target)) {
    throw new SessionsInputInvalid('--to-env names the store that is copied: the same REDIS_URL and key prefix.');
  }
}
