import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Since when the session store does not show the latest of a conversation; null: it does, or will rebuild it from here anyway. */
export class UnprojectedConversations1763600000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE conversations ADD COLUMN unprojected_since timestamptz`);
    await runner.query(`
      CREATE INDEX conversations_unprojected ON conversations (unprojected_since) WHERE unprojected_since IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE conversations DROP COLUMN unprojected_since`);
  }
}
