import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Keys of services, operators and admins. Only their digests are kept: a stolen backup opens nothing. */
export class ApiKeys1763600000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_keys (
        key_id text PRIMARY KEY,
        name text NOT NULL,
        digest text NOT NULL UNIQUE,
        scopes text[] NOT NULL,
        created_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE api_keys`);
  }
}
