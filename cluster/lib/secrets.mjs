import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The secrets that all instances share: new ones, or those kept in the folder `data`, so that its sessions and keys stay good. */
export function secretsOf(data) {
  const fresh = {
    AUTH_TOKEN_SECRET: randomBytes(32).toString('base64url'),
    ADMIN_API_KEY: `fd_admin_${randomBytes(24).toString('base64url')}`,
  };
  if (data === null) return fresh;
  const file = join(data, 'secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  mkdirSync(data, { recursive: true });
  writeFileSync(file, JSON.stringify(fresh), { mode: 0o600 });
  return fresh;
}
