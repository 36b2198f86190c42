import { AuditLog } from '../../auth/audit-log.js';
import { KeyLedger } from '../../auth/key-ledger.js';
import { type Clock } from '../../common/clock.js';
import { loadConfig, MEMORY_DATA_DIR } from '../../config/app-config.js';
import { readEnvironment } from '../../config/read-environment.js';
import { databaseLocation } from '../../database/data-source-options.js';
import { openDatabase } from '../../database/database.js';
import { assertSchemaFits } from '../../database/schema-guard.js';
import { KeysInputInvalid } from './keys-errors.js';

/** The keys of the configured desk, and the log of what is done to them. */
export interface OpenKeys {
  readonly ledger: KeyLedger;
  readonly audit: AuditLog;
}

/**
 * Runs `use` with the keys of the database that the environment configures; it is closed afterwards.
 * @throws ConfigInvalid, DataDirInUse while a desk runs on the embedded database, SchemaMismatch, KeysInputInvalid
 */
export async function withKeys<T>(clock: Clock, use: (keys: OpenKeys) => Promise<T>): Promise<T> {
  const config = loadConfig(readEnvironment(process.env));
  if (config.database.kind === 'embedded' && config.dataDir === MEMORY_DATA_DIR) {
    throw new KeysInputInvalid(
      'DATA_DIR is memory://: those keys live in the serving process, where no command reaches them.',
    );
  }
  const database = await openDatabase(databaseLocation(config));
  try {
    await assertSchemaFits(database);
    return await use({ ledger: new KeyLedger(database, clock, config), audit: new AuditLog(database, clock) });
  } finally {
    await database.close();
  }
}
