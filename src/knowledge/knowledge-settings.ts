import { type Sql, type SqlStatement } from '../database/sql.js';

/** What the knowledge base remembers about itself: the language of its index, and that the samples were offered once. */
export type SettingName = 'language' | 'samples_offered';

const READ: SqlStatement = {
  name: 'knowledge_read_setting',
  text: `SELECT value FROM knowledge_settings WHERE name = $1`,
};

const WRITE: SqlStatement = {
  name: 'knowledge_write_setting',
  text: `
    INSERT INTO knowledge_settings (name, value) VALUES ($1, $2)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
};

/** The setting's value, undefined when it was never written. */
export async function readSetting(sql: Sql, name: SettingName): Promise<string | undefined> {
  const [row] = await sql.query<{ value: string }>(READ, [name]);
  return row?.value;
}

/** Writes a setting; call it under the writer's lock. */
export async function writeSetting(sql: Sql, name: SettingName, value: string): Promise<void> {
  await sql.query(WRITE, [name, value]);
}
