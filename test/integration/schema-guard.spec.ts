import { describe, expect, it } from '@jest/globals';
import { type Database, openDatabase } from '../../src/database/database.js';
import { migrate } from '../../src/database/migrate.js';
import { assertSchemaFits } from '../../src/database/schema-guard.js';
import { onCleanUp } from '../support/clean-up.js';
import { createTestDatabase, DATABASE_KINDS } from '../support/databases.js';
import { until } from '../support/until.js';

const NEWER = 'Future1763699999999';

async function opened(kind: (typeof DATABASE_KINDS)[number]): Promise<Database> {
  const database = await openDatabase((await createTestDatabase(kind)).location);
  onCleanUp(() => database.close());
  return database;
}

describe.each(DATABASE_KINDS)('A schema (%s)', (kind) => {
  it('that is newer and only adds is one an older program may run beside', async () => {
    const database = await opened(kind);
    expect(await assertSchemaFits(database)).toEqual([]);
    await database.execute(`INSERT INTO schema_migrations (timestamp, name) VALUES (1763699999999, '${NEWER}')`);
    expect(await assertSchemaFits(database)).toEqual([NEWER]);
    expect(await migrate(database)).toEqual([]);
  });

  it('that is newer and took something away is refused', async () => {
    const database = await opened(kind);
    await database.execute(`INSERT INTO schema_migrations (timestamp, name) VALUES (1763699999999, '${NEWER}')`);
    await database.execute(`UPDATE schema_support SET must_know = 1763699999999`);
    await expect(assertSchemaFits(database)).rejects.toMatchObject({
      code: 'schema_mismatch',
      message: expect.stringMatching(/too new.*Future1763699999999.*newer one/),
    });
  });

  it('that is older is refused, and brought up by the migrations', async () => {
    const database = await opened(kind);
    await database.execute(`DROP TABLE schema_support; DELETE FROM schema_migrations WHERE name LIKE 'SchemaSupport%'`);
    await expect(assertSchemaFits(database)).rejects.toMatchObject({
      code: 'schema_mismatch',
      message: expect.stringMatching(/outdated: SchemaSupport1763600000011.*npm run migrate/),
    });
    expect(await migrate(database)).toEqual(['SchemaSupport1763600000011']);
    expect(await assertSchemaFits(database)).toEqual([]);
  });
});

it('a migration waits for a table no longer than 2 s at a time, and gets it in the end', async () => {
  const database = await opened('postgres');
  await database.execute(`DROP TABLE schema_support; DELETE FROM schema_migrations WHERE name LIKE 'SchemaSupport%'`);
  const held = Promise.withResolvers<undefined>();
  const holding = database.transaction(async (sql) => {
    await sql.query({ name: 'test_hold', text: 'LOCK TABLE schema_migrations IN SHARE ROW EXCLUSIVE MODE' });
    await held.promise;
  });
  const migrated = migrate(database);
  const waiters = async (): Promise<number> => {
    const { rows } = await database.execute(`SELECT FROM pg_locks WHERE NOT granted AND relation IS NOT NULL`);
    return rows.length;
  };
  await until(async () => (await waiters()) === 1);
  // It gives way while the table is still held.
  await until(async () => (await waiters()) === 0);
  held.resolve(undefined);
  await holding;
  expect(await migrated).toEqual(['SchemaSupport1763600000011']);
});

it('several migrations at once run each one once', async () => {
  const { location } = await createTestDatabase('postgres');
  const databases = await Promise.all([1, 2, 3].map(() => openDatabase(location)));
  for (const database of databases) onCleanUp(() => database.close());
  await databases[0]?.execute(
    `DROP TABLE schema_support; DELETE FROM schema_migrations WHERE name LIKE 'SchemaSupport%'`,
  );
  const ran = await Promise.all(databases.map((database) => migrate(database)));
  expect(ran.flat()).toEqual(['SchemaSupport1763600000011']);
});
