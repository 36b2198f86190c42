import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type AttachmentTextDto } from '../../src/chat/attachments.dto.js';
import { type MessagePageDto } from '../../src/chat/messages.dto.js';
import { createBackup } from '../../src/cli/backup/create-backup.js';
import { readManifest } from '../../src/cli/backup/manifest.js';
import { postgresEnvironment } from '../../src/cli/backup/postgres-environment.js';
import { restoreBackup } from '../../src/cli/backup/restore-backup.js';
import { SystemClock } from '../../src/common/clock.js';
import { type AppConfig, loadConfig } from '../../src/config/app-config.js';
import { lockDataDir } from '../../src/database/data-dir-lock.js';
import { makeAttachment } from '../support/access-cells.js';
import { type CreatedDatabase, createEmptyDatabase, createTestDatabase, DATABASE_KINDS } from '../support/databases.js';
import { tempFolder } from '../support/temp-folder.js';
import { startTestApp, type TestApp, type TestSession } from '../support/test-app.js';

const configOf = ({ env }: CreatedDatabase): AppConfig => loadConfig({ ENVIRONMENT: 'test', ...env });
const backUp = (database: CreatedDatabase): Promise<string> =>
  createBackup(configOf(database), tempFolder(), new SystemClock());

async function historyOf(desk: TestApp, { sessionId, token }: TestSession): Promise<MessagePageDto['data']> {
  return (await desk.api.get<MessagePageDto>(`/api/v1/chat/${sessionId}/messages`, { token })).body.data;
}

describe.each(DATABASE_KINDS)('a backup (%s)', (kind) => {
  it('brings everything back into an empty place, and the conversation goes on', async () => {
    const database = await createTestDatabase(kind);
    const desk = await startTestApp({ database });
    const session = await desk.newSession();
    await desk.ask(session, 'How long does delivery take?');
    const attachmentId = await makeAttachment(desk, session);
    const said = await historyOf(desk, session);
    await desk.close();

    const backup = await backUp(database);
    expect(statSync(backup).mode & 0o077).toBe(0);
    expect(await readManifest(backup)).toMatchObject({ format: 1, home: kind });

    const empty = await createEmptyDatabase(kind);
    await restoreBackup(configOf(empty), backup);
    const again = await startTestApp({ database: empty });
    expect(await historyOf(again, session)).toEqual(said);
    const text = await again.api.get<AttachmentTextDto>(`/api/v1/attachments/${attachmentId}/text`, session);
    expect(text.body.text).toContain('order 4711');
    const reply = await again.ask(session, 'What is in my note about the kettle?', { attachmentIds: [attachmentId] });
    expect([reply.status, reply.body.metadata.messageCount]).toEqual([200, 2]);
    await again.close();
  });

  it('overwrites nothing', async () => {
    const database = await createTestDatabase(kind);
    const folder = configOf(database).dataDir;
    mkdirSync(join(folder, 'attachments'), { recursive: true });
    writeFileSync(join(folder, 'attachments', 'file'), 'kept');
    const backup = await backUp(database);
    await expect(restoreBackup(configOf(database), backup)).rejects.toThrow(/is not empty|has tables already/);
    expect(readFileSync(join(folder, 'attachments', 'file'), 'utf8')).toBe('kept');
  });

  it('is refused when it is damaged, unfinished, or of the other home', async () => {
    const backup = await backUp(await createTestDatabase(kind));
    const other = await createEmptyDatabase(kind === 'embedded' ? 'postgres' : 'embedded');
    await expect(restoreBackup(configOf(other), backup)).rejects.toThrow(/(Uns|S)et DATABASE_URL/);
    const empty = configOf(await createEmptyDatabase(kind));
    const [file = ''] = readdirSync(backup).filter((name) => name !== 'manifest.json');
    appendFileSync(join(backup, file), 'x');
    await expect(restoreBackup(empty, backup)).rejects.toThrow(`${join(backup, file)} is missing or damaged`);
    rmSync(join(backup, 'manifest.json'));
    await expect(restoreBackup(empty, backup)).rejects.toThrow('is no backup, or one that was not finished');
    expect(existsSync(join(empty.dataDir, 'attachments'))).toBe(false);
  });
});

describe('a backup', () => {
  it('of the embedded database waits for nobody: it says who holds the folder', async () => {
    const database = await createTestDatabase('embedded');
    const release = lockDataDir(configOf(database).dataDir);
    await expect(backUp(database)).rejects.toThrow(`is in use by process ${process.pid}`);
    release();
  });

  it('shows nobody the password of the database', () => {
    expect(postgresEnvironment('postgres://desk:p%40ss@db.example:6432/front?sslmode=require')).toEqual({
      PGHOST: 'db.example',
      PGPORT: '6432',
      PGUSER: 'desk',
      PGPASSWORD: 'p@ss',
      PGDATABASE: 'front',
      PGSSLMODE: 'require',
    });
  });
});
