import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { type DatabaseLocation } from '../../src/database/data-source-options.js';
import { type Database, openDatabase } from '../../src/database/database.js';
import { onCleanUp } from './clean-up.js';
import {
  copyEmbeddedTemplate,
  copyPostgresTemplate,
  createPostgresDatabase,
  dropPostgresDatabase,
  type TestRun,
} from './database-templates.js';
import { tempFolder } from './temp-folder.js';

/** The two homes of the durable record. */
export const DATABASE_KINDS = ['embedded', 'postgres'] as const;
export type DatabaseKind = (typeof DATABASE_KINDS)[number];

/** A migrated, empty database that nobody has open yet. */
export interface CreatedDatabase {
  readonly location: DatabaseLocation;
  /** The variables that lead the application to it. */
  readonly env: Readonly<Record<string, string>>;
}

/** A migrated, empty database, open. */
export interface TestDatabase extends CreatedDatabase {
  readonly database: Database;
  /** Closes it; what the test file leaves open is closed at its end. */
  close(): Promise<void>;
}

/** A fresh database in a folder of its own (embedded) or on the run's own Postgres server. */
export async function createTestDatabase(kind: DatabaseKind): Promise<CreatedDatabase> {
  const run = testRun();
  const dataDir = tempFolder();
  if (kind === 'embedded') {
    await copyEmbeddedTemplate(run, dataDir);
    return { location: { kind, dataDir }, env: { DATA_DIR: dataDir } };
  }
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = await copyPostgresTemplate(run, name);
  onCleanUp(() => dropPostgresDatabase(run, name));
  return { location: { kind, url, poolSize: 10 }, env: { DATABASE_URL: url, DATA_DIR: dataDir } };
}

/** A place for a database in which there is nothing yet, not even a schema. */
export async function createEmptyDatabase(kind: DatabaseKind): Promise<CreatedDatabase> {
  const run = testRun();
  const dataDir = tempFolder();
  if (kind === 'embedded') return { location: { kind, dataDir }, env: { DATA_DIR: dataDir } };
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = await createPostgresDatabase(run, name);
  onCleanUp(() => dropPostgresDatabase(run, name));
  return { location: { kind, url, poolSize: 10 }, env: { DATABASE_URL: url, DATA_DIR: dataDir } };
}

/** createTestDatabase(), opened. */
export async function openTestDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  const created = await createTestDatabase(kind);
  const database = await openDatabase(created.location);
  return { ...created, database, close: onCleanUp(() => database.close()) };
}

/** Runs the same tests in both homes; each block has one database, open while its tests run. */
export function describeOnEachDatabase(name: string, define: (open: () => Database) => void): void {
  describe.each(DATABASE_KINDS)(`${name} (%s)`, (kind) => {
    let opened: TestDatabase;
    beforeAll(async () => {
      opened = await openTestDatabase(kind);
    });
    afterAll(() => opened.close());
    define(() => opened.database);
  });
}

function testRun(): TestRun {
  const { TEST_POSTGRES_URL: serverUrl, TEST_TEMP_DIR: folder } = process.env;
  if (!serverUrl || !folder) throw new Error('Tests on a database belong to test/integration or test/e2e.');
  return { serverUrl, folder };
}
