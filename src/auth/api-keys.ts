import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';
import { digestOf, newKeySecret } from './key-secret.js';
import { KeyUses } from './key-uses.js';
import { type KeyHolder, type Scope } from './principal.js';

/** The id that calls with ADMIN_API_KEY go by. It has no row: the variable is its only home. */
export const ENVIRONMENT_KEY_ID = 'environment';

const FIND: SqlStatement = {
  name: 'api_key_find',
  text: `
    SELECT key_id AS "keyId", name, scopes, last_used_at AS "lastUsedAt" FROM api_keys
    WHERE digest = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
};

/** Two first starts at once: one makes the key, the other finds it. */
const CREATE_FIRST: SqlStatement = {
  name: 'api_key_create_first',
  text: `
    INSERT INTO api_keys (key_id, name, digest, scopes, created_at, prefix)
    SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS (SELECT FROM api_keys) RETURNING key_id`,
};

interface FoundKey {
  readonly keyId: string;
  readonly name: string;
  readonly scopes: Scope[];
  readonly lastUsedAt: Date | null;
}

/** Whose a key is. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly database: Database,
    private readonly uses: KeyUses,
    private readonly clock: Clock,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  /** The holder of `key`; undefined when there is no such key, or it was revoked or has expired. */
  async authenticate(key: string): Promise<KeyHolder | undefined> {
    if (this.isOfEnvironment(key)) {
      return { kind: 'api_key', keyId: ENVIRONMENT_KEY_ID, name: 'admin', scopes: ['admin'] };
    }
    const [found] = await this.database.query<FoundKey>(FIND, [digestOf(key), this.clock.date()]);
    if (!found) return undefined;
    const { keyId, name, scopes, lastUsedAt } = found;
    this.uses.note(keyId, lastUsedAt);
    return { kind: 'api_key', keyId, name, scopes };
  }

  /** Makes the first admin key when there is no key at all, and returns it: the only time it can be read. */
  async createFirstAdminKey(): Promise<string | undefined> {
    const { key, prefix, digest } = newKeySecret();
    const values = [newId('key'), 'first admin key', digest, ['admin'], this.clock.date(), prefix];
    const created = await this.database.query(CREATE_FIRST, values);
    return created.length > 0 ? key : undefined;
  }

  private isOfEnvironment(key: string): boolean {
    const { adminApiKey } = this.config.auth;
    return adminApiKey !== undefined && timingSafeEqual(Buffer.from(digestOf(key)), Buffer.from(digestOf(adminApiKey)));
  }
}
