import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';
import { type Principal, type Scope } from './principal.js';

const FIND: SqlStatement = {
  name: 'api_key_find',
  text: `SELECT key_id AS "keyId", name, scopes FROM api_keys WHERE digest = $1`,
};

/** Two first starts at once: one makes the key, the other finds it. */
const CREATE_FIRST: SqlStatement = {
  name: 'api_key_create_first',
  text: `
    INSERT INTO api_keys (key_id, name, digest, scopes, created_at)
    SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (SELECT FROM api_keys) RETURNING key_id`,
};

/** API keys, known by their SHA-256: the keys are 256 random bits, so a slow hash would add nothing. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  /** The holder of `key`, or undefined. */
  async authenticate(key: string): Promise<Principal | undefined> {
    const { adminApiKey } = this.config.auth;
    if (adminApiKey !== undefined && timingSafeEqual(sha256(key), sha256(adminApiKey))) {
      return { kind: 'api_key', keyId: 'environment', name: 'admin', scopes: ['admin'] };
    }
    const [found] = await this.database.query<{ keyId: string; name: string; scopes: Scope[] }>(FIND, [digest(key)]);
    return found && { kind: 'api_key', ...found };
  }

  /** Makes the first admin key when there is no key at all, and returns it: the only time it can be read. */
  async createFirstAdminKey(): Promise<string | undefined> {
    const key = `fd_${randomBytes(32).toString('base64url')}`;
    const values = [newId('key'), 'first admin key', digest(key), ['admin'], this.clock.date()];
    const created = await this.database.query(CREATE_FIRST, values);
    return created.length > 0 ? key : undefined;
  }
}

function digest(key: string): string {
  return sha256(key).toString('hex');
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
