import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Files of customers, what was read from them, and the blobs that still have to go. `tools/attachment` is the only writer. */
export class Attachments1763600000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...TRIGGERS]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER attachments_erased_with_conversation ON conversations`);
    await runner.query(`DROP TABLE attachment_chunks, attachments, attachment_blobs_to_delete`);
    await runner.query(`DROP FUNCTION attachment_blob_unlinked(), attachments_erase()`);
  }
}

const TABLES = [
  `CREATE TABLE attachments (
    attachment_id text PRIMARY KEY,
    session_id text NOT NULL REFERENCES conversations ON DELETE CASCADE,
    filename text NOT NULL,
    media_type text NOT NULL,
    bytes integer NOT NULL,
    sha256 bytea NOT NULL,
    status text NOT NULL DEFAULT 'ready' CHECK (status IN ('ready')),
    pages integer,
    text text NOT NULL,
    text_chars integer NOT NULL,
    truncated boolean NOT NULL,
    language text NOT NULL,
    name_terms tsvector NOT NULL,
    storage_key text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    UNIQUE (session_id, sha256)
  )`,
  `CREATE TABLE attachment_chunks (
    chunk_id text PRIMARY KEY,
    attachment_id text NOT NULL REFERENCES attachments ON DELETE CASCADE,
    session_id text NOT NULL,
    ordinal integer NOT NULL,
    label text,
    content text NOT NULL,
    start_offset integer NOT NULL,
    end_offset integer NOT NULL,
    terms tsvector NOT NULL,
    term_count integer GENERATED ALWAYS AS (length(terms)) STORED,
    UNIQUE (attachment_id, ordinal)
  )`,
  `CREATE INDEX attachment_chunks_session ON attachment_chunks (session_id)`,
  // A blob is on this list from before it is written until its row is there, and again from when the row goes.
  `CREATE TABLE attachment_blobs_to_delete (
    storage_key text PRIMARY KEY,
    not_before timestamptz NOT NULL
  )`,
  `CREATE INDEX attachment_blobs_to_delete_due ON attachment_blobs_to_delete (not_before)`,
];

// Triggers, so that no way of deleting a row, present or future, loses its blob. That of conversations also looks again after the row
// was locked: a file stored while the deletion waited for that lock is not in the snapshot of the deleting statement.
const TRIGGERS = [
  `CREATE FUNCTION attachment_blob_unlinked() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO attachment_blobs_to_delete (storage_key, not_before) VALUES (OLD.storage_key, '-infinity')
    ON CONFLICT (storage_key) DO NOTHING;
    RETURN NULL;
  END $$`,
  `CREATE TRIGGER attachment_blob_unlinked AFTER DELETE ON attachments
    FOR EACH ROW EXECUTE FUNCTION attachment_blob_unlinked()`,
  `CREATE FUNCTION attachments_erase() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    DELETE FROM attachments WHERE session_id = NEW.session_id;
    RETURN NULL;
  END $$`,
  `CREATE TRIGGER attachments_erased_with_conversation AFTER UPDATE OF deleted_at ON conversations
    FOR EACH ROW WHEN (NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION attachments_erase()`,
];
