import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

/** Tables that hold what customers said, sent, or were known by. */
const TABLES = [
  'conversations',
  'messages',
  'turns',
  'memories',
  'feedback',
  'attachments',
  'attachment_chunks',
  'tickets',
  'ticket_notes',
  'ticket_events',
  'webhook_outbox',
];

/** A file of the write-ahead log goes with the second checkpoint after it is full; it must not be kept to be written over. */
const END_OF_LOG = ['SELECT pg_switch_wal()', 'CHECKPOINT', 'SELECT pg_switch_wal()', 'CHECKPOINT'];

/**
 * The embedded database's own files: rows that were deleted stay readable in them until something overwrites them, and nobody but us looks
 * after them. On a server that is the affair of whoever runs it (docs/privacy.md).
 */
@Injectable()
export class DatabaseFiles {
  constructor(private readonly database: Database) {}

  /** Whether they are ours to clean. */
  get areOurs(): boolean {
    return this.database.kind === 'embedded';
  }

  /**
   * Writes the tables anew and ends the write-ahead log, so that nothing of deleted rows is left on disk. Nothing else runs meanwhile: some
   * seconds for each GB. @throws DatabaseUnavailable
   */
  async clean(): Promise<void> {
    const { database } = this;
    await database.execute('SET wal_recycle = off');
    try {
      // One by one: VACUUM runs in no transaction, and several statements at once are one.
      for (const table of TABLES) await database.execute(`VACUUM FULL ${table}`);
      for (const statement of END_OF_LOG) await database.execute(statement);
    } finally {
      await database.execute('RESET wal_recycle');
    }
  }
}
