import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * The one row that tells an older program whether it may run beside this schema: the newest migration that a program must know. It is
 * raised by a migration that takes something away (docs/upgrades.md), in the same transaction. 8: everything after that only adds.
 */
export class SchemaSupport1763600000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE schema_support (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        must_know bigint NOT NULL
      )`);
    await runner.query(`INSERT INTO schema_support (must_know) VALUES (1763600000008)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE schema_support`);
  }
}
