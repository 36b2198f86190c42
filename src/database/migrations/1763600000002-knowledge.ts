import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Documents, their chunks, and the index that the search ranks by. The room `knowledge` is the only writer; docs/knowledge.md
 * says what each column is for.
 */
export class Knowledge1763600000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...DOCUMENTS, ...INDEX, ...SETTINGS]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE knowledge_settings, knowledge_spellings, knowledge_postings, knowledge_terms, knowledge_fields,
        knowledge_chunks, knowledge_documents`);
  }
}

const DOCUMENTS = [
  `CREATE TABLE knowledge_documents (
    document_id text PRIMARY KEY,
    number integer GENERATED ALWAYS AS IDENTITY UNIQUE,
    title text NOT NULL,
    text text NOT NULL,
    source text,
    url text,
    metadata jsonb NOT NULL DEFAULT '{}',
    content_hash bytea NOT NULL UNIQUE,
    chunk_count integer NOT NULL,
    created_at timestamptz NOT NULL
  )`,
  `CREATE TABLE knowledge_chunks (
    chunk_id text PRIMARY KEY,
    document integer NOT NULL REFERENCES knowledge_documents (number) ON DELETE CASCADE,
    ordinal integer NOT NULL,
    heading text,
    content text NOT NULL,
    start_offset integer NOT NULL,
    end_offset integer NOT NULL,
    UNIQUE (document, ordinal)
  )`,
];

// Terms are compared byte by byte ("C"): they are dictionary forms, and no collation of the server may merge or reorder them.
// Every add updates its terms' counts, so pages leave room for updates in place.
const INDEX = [
  `CREATE TABLE knowledge_fields (
    field smallint PRIMARY KEY,
    documents integer NOT NULL,
    length bigint NOT NULL
  )`,
  `INSERT INTO knowledge_fields (field, documents, length) VALUES (1, 0, 0), (2, 0, 0), (3, 0, 0)`,
  `CREATE TABLE knowledge_terms (
    term_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    field smallint NOT NULL REFERENCES knowledge_fields,
    term text COLLATE "C" NOT NULL,
    documents integer NOT NULL CHECK (documents > 0),
    UNIQUE (field, term)
  ) WITH (fillfactor = 80)`,
  `CREATE TABLE knowledge_postings (
    term_id integer NOT NULL,
    document integer NOT NULL,
    frequency real NOT NULL,
    length real NOT NULL,
    chunks integer[],
    PRIMARY KEY (term_id, document)
  )`,
  `CREATE INDEX knowledge_postings_document ON knowledge_postings (document)`,
  `CREATE TABLE knowledge_spellings (
    variant text COLLATE "C" NOT NULL,
    term_id integer NOT NULL REFERENCES knowledge_terms ON DELETE CASCADE,
    PRIMARY KEY (variant, term_id)
  )`,
  `CREATE INDEX knowledge_spellings_term ON knowledge_spellings (term_id)`,
];

const SETTINGS = [
  `CREATE TABLE knowledge_settings (
    name text PRIMARY KEY,
    value text NOT NULL
  )`,
  `INSERT INTO knowledge_settings (name, value) VALUES ('language', 'english')`,
];
