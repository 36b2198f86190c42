import { describe, expect, it } from '@jest/globals';
import { type QueryRunner } from 'typeorm';
import { migrations } from '../../src/database/migrations/migrations.js';
import { raiseFloor } from '../../src/database/migrations/raise-floor.js';

/** The last migration before versions had to run side by side. */
const LAST_UNBOUND = 1_763_600_000_008;

/** What an older program that still runs could stumble over. A column may lose its NOT NULL; it must not get one. */
const NARROWING = [
  /\bDROP\s+(?!NOT\s+NULL)\w+/i,
  /\bRENAME\b/i,
  /\bSET\s+NOT\s+NULL\b/i,
  /\bALTER\s+(COLUMN\s+)?\w+\s+(SET\s+DATA\s+)?TYPE\b/i,
  /\bADD\s+COLUMN\b(?![^,]*\b(DEFAULT|GENERATED)\b)[^,]*\bNOT\s+NULL\b/i,
];

/** The statements that `up` runs. */
async function statementsOf(up: (runner: QueryRunner) => Promise<void>): Promise<string[]> {
  const statements: string[] = [];
  const query = async (text: string): Promise<object[]> => {
    statements.push(text);
    return [];
  };
  await up({ query } as unknown as QueryRunner);
  return statements;
}

/** What statements narrow, unless they raise the floor (docs/upgrades.md). */
function narrowed(statements: readonly string[]): string[] {
  if (statements.some((text) => /UPDATE schema_support\b/.test(text))) return [];
  return statements.flatMap((text) => NARROWING.flatMap((pattern) => pattern.exec(text)?.[0] ?? []));
}

describe('Migrations', () => {
  const bound = migrations.filter(({ name }) => Number(/\d{13}$/.exec(name)?.[0]) > LAST_UNBOUND);

  it.each(bound.map((Migration) => [Migration.name, Migration] as const))(
    'leave older programs able to run, or say that they do not: %s',
    async (_name, Migration) => {
      const statements = await statementsOf((runner) => new Migration().up(runner));
      expect(statements.length).toBeGreaterThan(0);
      expect(narrowed(statements)).toEqual([]);
    },
  );

  it.each([
    ['ALTER TABLE a DROP COLUMN b', false],
    ['ALTER TABLE a RENAME COLUMN b TO c', false],
    ['ALTER TABLE a ALTER COLUMN b SET NOT NULL', false],
    ['ALTER TABLE a ALTER b TYPE bigint', false],
    ['ALTER TABLE a ADD COLUMN b text NOT NULL', false],
    [`ALTER TABLE a ADD COLUMN b text NOT NULL DEFAULT ''`, true],
    [`ALTER TABLE a ADD COLUMN b text DEFAULT '' NOT NULL`, true],
    ['ALTER TABLE a ADD COLUMN b text, ADD COLUMN c text NOT NULL', false],
    ['ALTER TABLE a ALTER COLUMN b DROP NOT NULL', true],
    ['CREATE TABLE a (b text NOT NULL)', true],
  ])('are judged: %s', async (statement, isFine) => {
    expect(narrowed([statement]).length === 0).toBe(isFine);
    expect(narrowed([statement, ...(await statementsOf((runner) => raiseFloor(runner, 1_763_600_000_012)))])).toEqual(
      [],
    );
  });
});
