import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AppConfig, MEMORY_DATA_DIR } from './app-config.js';
import { ConfigInvalid } from './config-invalid.js';
import { deepFreeze } from './deep-freeze.js';
import { MIN_SECRET_LENGTH } from './env-values.js';
import { systemErrorCode } from './system-error.js';

/** Name of the file in `dataDir`; readable by its owner only. */
export const SECRET_FILE = 'auth-token-secret';

const newSecret = (): string => randomBytes(48).toString('base64url');

/**
 * The same configuration with a secret for tokens. Without one (which only happens outside production) it is made once and
 * kept in `dataDir`, so that customers' tokens survive a restart; with `memory://` it lives as long as the process.
 * @throws ConfigInvalid when the kept secret cannot be read or written.
 */
export async function withDevelopmentSecret(config: AppConfig): Promise<AppConfig> {
  if (config.auth.tokenSecrets.length > 0) return config;
  const secret = config.dataDir === MEMORY_DATA_DIR ? newSecret() : await keptSecret(config.dataDir);
  return deepFreeze({ ...config, auth: { ...config.auth, tokenSecrets: [secret] } });
}

async function keptSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, SECRET_FILE);
  try {
    const secret = (await readIfThere(path)) ?? (await makeSecret(dataDir, path));
    if (secret.length >= MIN_SECRET_LENGTH) return secret;
  } catch (cause) {
    throw unusable(path, cause);
  }
  throw unusable(path);
}

/** Writes the secret aside and links it into place: of two processes that start at once, one wins, and none sees half a file. */
async function makeSecret(dataDir: string, path: string): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  const aside = `${path}.${randomBytes(8).toString('hex')}`;
  await writeFile(aside, `${newSecret()}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    await link(aside, path);
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
  } finally {
    await rm(aside);
  }
  return (await readFile(path, 'utf8')).trim();
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function unusable(path: string, cause?: unknown): ConfigInvalid {
  const code = systemErrorCode(cause);
  const reason = code === undefined ? '' : ` (${code})`;
  const message = `is not set, and ${path} cannot be used${reason}. Set AUTH_TOKEN_SECRET, or put that file right.`;
  return new ConfigInvalid([{ field: 'AUTH_TOKEN_SECRET', message }], cause);
}
