import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What erasure and retention need. `privacy` is the only writer of the two tables; `subject_hash` is keyed, so that a receipt names
 * nobody, and which sessions it was about is forgotten when it is done.
 */
export class Privacy1763600000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...INDEXES, ...BLOBS_UP]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of BLOBS_DOWN) await runner.query(statement);
    await runner.query(
      `DROP INDEX conversations_by_user, tickets_by_session, attachments_by_age, webhook_outbox_by_session`,
    );
    await runner.query(`DROP TABLE erasure_sessions, erasures`);
  }
}

const TABLES = [
  `CREATE TABLE erasures (
    receipt_id text PRIMARY KEY,
    subject_hash text NOT NULL,
    claimed_left_out integer NOT NULL,
    counts jsonb NOT NULL DEFAULT '{}',
    requested_at timestamptz NOT NULL,
    erased_at timestamptz,
    files_cleaned_at timestamptz
  )`,
  `CREATE INDEX erasures_by_subject ON erasures (subject_hash)`,
  `CREATE INDEX erasures_under_way ON erasures (requested_at) WHERE erased_at IS NULL`,
  // Which sessions an erasure under way is about, and where each may still be found.
  `CREATE TABLE erasure_sessions (
    receipt_id text NOT NULL REFERENCES erasures ON DELETE CASCADE,
    session_id text NOT NULL,
    pending text[] NOT NULL,
    counts jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (receipt_id, session_id)
  )`,
];

/** What an erasure looks for: without these it would read whole tables. */
const INDEXES = [
  `CREATE INDEX conversations_by_user ON conversations (user_id) WHERE user_id IS NOT NULL`,
  `CREATE INDEX tickets_by_session ON tickets (session_id)`,
  `CREATE INDEX attachments_by_age ON attachments (created_at)`,
  `CREATE INDEX webhook_outbox_by_session ON webhook_outbox (session_id)`,
];

/** Of a blob whose row is gone it stays known whose it was until the blob is gone too. Null: it never had a row. */
const BLOBS_UP = [
  `ALTER TABLE attachment_blobs_to_delete ADD COLUMN session_id text`,
  `CREATE OR REPLACE FUNCTION attachment_blob_unlinked() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO attachment_blobs_to_delete (storage_key, session_id, not_before)
    VALUES (OLD.storage_key, OLD.session_id, '-infinity') ON CONFLICT (storage_key) DO NOTHING;
    RETURN NULL;
  END $$`,
];

const BLOBS_DOWN = [
  `CREATE OR REPLACE FUNCTION attachment_blob_unlinked() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO attachment_blobs_to_delete (storage_key, not_before) VALUES (OLD.storage_key, '-infinity')
    ON CONFLICT (storage_key) DO NOTHING;
    RETURN NULL;
  END $$`,
  `ALTER TABLE attachment_blobs_to_delete DROP COLUMN session_id`,
];
