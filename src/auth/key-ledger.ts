import { Injectable } from '@nestjs/common';
import { NotFound, ValidationFailed } from '../common/app-error.js';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';
import { ENVIRONMENT_KEY_ID } from './api-keys.js';
import { KeyNotRevocable } from './auth.errors.js';
import { newKeySecret } from './key-secret.js';
import { type Scope } from './principal.js';

/** A key as people see it: never the key itself. */
export interface KeyRecord {
  readonly keyId: string;
  readonly name: string;
  /** How the key begins; null for keys of versions that did not keep it. */
  readonly prefix: string | null;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface NewKey {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Null: it does not expire. */
  readonly expiresAt: Date | null;
}

const COLUMNS = `key_id AS "keyId", name, prefix, scopes, created_at AS "createdAt", expires_at AS "expiresAt",
  last_used_at AS "lastUsedAt", revoked_at AS "revokedAt"`;

const CREATE: SqlStatement = {
  name: 'api_key_create',
  text: `
    INSERT INTO api_keys (key_id, name, prefix, digest, scopes, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${COLUMNS}`,
};

const LIST: SqlStatement = {
  name: 'api_keys_list',
  text: `SELECT ${COLUMNS}, number FROM api_keys WHERE number > $1 ORDER BY number LIMIT $2`,
};

/** Locked in one order: of two revocations at once the second one sees what the first one left. */
const LOCK_ADMINS: SqlStatement = {
  name: 'api_keys_lock_admins',
  text: `
    SELECT key_id AS "keyId" FROM api_keys
    WHERE 'admin' = ANY (scopes) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $1)
    ORDER BY key_id FOR UPDATE`,
};

const REVOKE: SqlStatement = {
  name: 'api_key_revoke',
  text: `UPDATE api_keys SET revoked_at = coalesce(revoked_at, $2) WHERE key_id = $1 RETURNING key_id`,
};

/** Makes, lists and revokes keys. */
@Injectable()
export class KeyLedger {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @InjectConfig() private readonly config: Pick<AppConfig, 'auth'>,
  ) {}

  /** A new key; `key` can be read here and never again. @throws ValidationFailed when it would have expired already */
  async create({ name, scopes, expiresAt }: NewKey): Promise<KeyRecord & { readonly key: string }> {
    if (expiresAt && expiresAt.getTime() <= this.clock.now()) {
      throw ValidationFailed.of('expiresAt', 'must be in the future');
    }
    const { key, prefix, digest } = newKeySecret();
    const values = [newId('key'), name, prefix, digest, [...new Set(scopes)], this.clock.date(), expiresAt];
    const [record] = await this.database.query<KeyRecord>(CREATE, values);
    if (!record) throw new Error('an INSERT returned no row');
    return { ...record, key };
  }

  /** All keys, also those that have ended, in order of creation; `after` is the place of the last one seen, 0 to begin. */
  async page(after: number, limit: number): Promise<{ keys: readonly KeyRecord[]; next: number | null }> {
    const rows = await this.database.query<KeyRecord & { number: string }>(LIST, [after, limit + 1]);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { keys: rows.slice(0, limit), next: last ? Number(last.number) : null };
  }

  /**
   * From now on the key opens nothing; its row stays. Again: nothing changes.
   * @throws NotFound; KeyNotRevocable for ADMIN_API_KEY, and for the last admin key where that variable is not set
   */
  async revoke(keyId: string): Promise<void> {
    if (keyId === ENVIRONMENT_KEY_ID) {
      throw new KeyNotRevocable('This key is the variable ADMIN_API_KEY. Change it there and start again.');
    }
    await this.database.transaction(async (sql) => {
      const now = this.clock.date();
      if (this.config.auth.adminApiKey === undefined) {
        const admins = await sql.query<{ keyId: string }>(LOCK_ADMINS, [now]);
        if (admins.length === 1 && admins[0]?.keyId === keyId) {
          throw new KeyNotRevocable(
            'This is the last admin key, and nobody could make another one. Make one first, or set ADMIN_API_KEY.',
          );
        }
      }
      const revoked = await sql.query(REVOKE, [keyId, now]);
      if (revoked.length === 0) throw new NotFound('There is no such key.');
    });
  }
}
