import { type QueryRunner } from 'typeorm';

/**
 * Says that a program must know migration number `mustKnow` to run beside the schema; called by the `up` of a migration that drops,
 * renames or narrows something that older programs use. The floor only rises.
 */
export async function raiseFloor(runner: QueryRunner, mustKnow: number): Promise<void> {
  await runner.query(`UPDATE schema_support SET must_know = greatest(must_know, $1)`, [mustKnow]);
}
