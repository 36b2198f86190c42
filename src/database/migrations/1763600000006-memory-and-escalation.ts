import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What an agent with a memory and reasons to escalate keeps. `conversation` is the only writer of these tables. */
export class MemoryAndEscalation1763600000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE memories
        DROP CONSTRAINT memories_type_check,
        DROP CONSTRAINT memories_session_id_kind_value_key,
        ADD CONSTRAINT memories_type_check CHECK (type IN ('fact', 'preference', 'context', 'summary')),
        ADD COLUMN importance real NOT NULL DEFAULT 0.5 CHECK (importance BETWEEN 0 AND 1),
        ADD COLUMN through_seq integer`);
    // By digest: a summary is longer than an index entry may be.
    await runner.query(`CREATE UNIQUE INDEX memories_once ON memories (session_id, kind, md5(value))`);
    await runner.query(`CREATE UNIQUE INDEX memories_one_summary ON memories (session_id) WHERE type = 'summary'`);
    await runner.query(`CREATE INDEX memories_by_age ON memories (created_at)`);
    await runner.query(`
      ALTER TABLE conversations
        ADD COLUMN abstentions_in_row integer NOT NULL DEFAULT 0,
        ADD COLUMN forgotten_through_seq integer NOT NULL DEFAULT 0`);
    await runner.query(`ALTER TABLE messages ADD COLUMN attachment_ids text[] NOT NULL DEFAULT '{}'`);
    await runner.query(`
      ALTER TABLE tickets
        ADD COLUMN summary text,
        ADD COLUMN facts jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN explanation jsonb NOT NULL DEFAULT '[]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE tickets DROP COLUMN summary, DROP COLUMN facts, DROP COLUMN explanation`);
    await runner.query(`ALTER TABLE messages DROP COLUMN attachment_ids`);
    await runner.query(`ALTER TABLE conversations DROP COLUMN abstentions_in_row, DROP COLUMN forgotten_through_seq`);
    await runner.query(`DELETE FROM memories WHERE type <> 'fact'`);
    await runner.query(`DROP INDEX memories_once, memories_one_summary, memories_by_age`);
    await runner.query(`
      ALTER TABLE memories
        DROP CONSTRAINT memories_type_check,
        DROP COLUMN importance,
        DROP COLUMN through_seq,
        ADD CONSTRAINT memories_type_check CHECK (type IN ('fact')),
        ADD UNIQUE (session_id, kind, value)`);
  }
}
