import { type Clock } from '../../common/clock.js';
import { type Database } from '../../database/database.js';
import { type Sql } from '../../database/sql.js';
import { LOCK_WRITER } from '../document-statements.js';
import {
  CREATE_TABLES,
  createVectorIndex,
  DELETE_OLDER_SETTINGS,
  DELETE_SETTINGS,
  dropVectorIndex,
  FIND_MISSING,
  INSERT_SETTINGS,
  INSERT_VECTORS,
  LOCK_VECTORS,
  NOTE_FAILURE,
  READ_PROGRESS,
  READ_SUPPORT,
  WANT_SETTINGS,
} from './vector-statements.js';

/** Settings that vectors were made under, as they are stored. */
export interface StoredSettings {
  readonly settingsId: number;
  readonly dimensions: number;
}

/** A chunk that has no vector yet. */
export interface MissingChunk {
  readonly chunkId: string;
  readonly document: number;
  readonly ordinal: number;
  readonly title: string;
  readonly heading: string | null;
  readonly content: string;
}

export interface VectorProgress {
  /** Chunks there are. */
  readonly total: number;
  /** Of these, with a vector of the settings. */
  readonly done: number;
  /** Code of why the last run ended, null when it went well. */
  readonly failure: string | null;
  /** As what the settings are stored; undefined before the first vector. */
  readonly settings: StoredSettings | undefined;
}

interface ProgressRow extends Omit<VectorProgress, 'settings'> {
  readonly settingsId: number | null;
  readonly dimensions: number | null;
}

/** The vectors in the database. All but prepare() need prepare() to have said `ready`. Throws DatabaseUnavailable. */
export class VectorStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Makes the extension and the tables where they are missing, once over all instances. */
  async prepare(): Promise<'ready' | 'no_extension'> {
    const [support] = await this.database.query<{ available: boolean; prepared: boolean }>(READ_SUPPORT);
    if (support?.prepared) return 'ready';
    if (!support?.available) return 'no_extension';
    await this.database.transaction(async (sql) => {
      await sql.query(LOCK_VECTORS);
      for (const statement of CREATE_TABLES) await sql.query(statement);
    });
    return 'ready';
  }

  /** From now on these settings are the ones wanted, if vectors were ever made under them. */
  async want(settings: string): Promise<void> {
    await this.database.query(WANT_SETTINGS, [settings, this.clock.date()]);
  }

  /** Stores settings whose vectors have this many dimensions; those that are there already stay as they are. */
  async add(settings: string, dimensions: number): Promise<StoredSettings> {
    return this.database.transaction(async (sql) => {
      await sql.query(LOCK_VECTORS);
      const [row] = await sql.query<StoredSettings>(INSERT_SETTINGS, [settings, dimensions, this.clock.date()]);
      if (!row) throw new Error('an upsert returned no row');
      const index = createVectorIndex(row.settingsId, row.dimensions);
      if (index) await sql.query(index);
      return row;
    });
  }

  /** Chunks without a vector, in the order of documents, after the given one. */
  async missing(
    settingsId: number,
    after: Pick<MissingChunk, 'document' | 'ordinal'>,
    most: number,
  ): Promise<MissingChunk[]> {
    return this.database.query<MissingChunk>(FIND_MISSING, [settingsId, after.document, after.ordinal, most]);
  }

  /** Keeps vectors; of chunks deleted meanwhile none. */
  async save(
    settingsId: number,
    vectors: readonly { readonly chunkId: string; readonly vector: Float32Array }[],
  ): Promise<void> {
    await this.database.transaction(async (sql) => {
      // Chunks are locked here and by a deletion in different orders; one writer at a time cannot deadlock.
      await sql.query(LOCK_WRITER);
      const values = [vectors.map(({ chunkId }) => chunkId), vectors.map(({ vector }) => vectorText(vector))];
      await sql.query(INSERT_VECTORS, [settingsId, ...values]);
    });
  }

  async progress(settings: string): Promise<VectorProgress> {
    const [row] = await this.database.query<ProgressRow>(READ_PROGRESS, [settings]);
    if (!row) throw new Error('a count returned no row');
    const { settingsId, dimensions, ...progress } = row;
    const stored = settingsId !== null && dimensions !== null ? { settingsId, dimensions } : undefined;
    return { ...progress, settings: stored };
  }

  async noteFailure(settingsId: number, failure: string | null): Promise<void> {
    await this.database.query(NOTE_FAILURE, [settingsId, failure]);
  }

  /** Removes what was made under settings that were wanted before these. @returns how many settings */
  async removeOlder(settingsId: number): Promise<number> {
    return this.database.transaction(async (sql) => {
      await sql.query(LOCK_WRITER);
      const older = await sql.query<{ settingsId: number }>(DELETE_OLDER_SETTINGS, [settingsId]);
      for (const { settingsId: id } of older) await dropIndex(sql, id);
      return older.length;
    });
  }

  /** Removes the settings with every vector made under them. */
  async remove(settingsId: number): Promise<void> {
    await this.database.transaction(async (sql) => {
      await sql.query(LOCK_WRITER);
      await sql.query(DELETE_SETTINGS, [settingsId]);
      await dropIndex(sql, settingsId);
    });
  }
}

/** A vector as pgvector reads it. */
export function vectorText(vector: Float32Array): string {
  return `[${vector.join(',')}]`;
}

async function dropIndex(sql: Sql, settingsId: number): Promise<void> {
  await sql.query(dropVectorIndex(settingsId));
}
