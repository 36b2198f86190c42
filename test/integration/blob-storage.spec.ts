import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { SystemClock } from '../../src/common/clock.js';
import { MEMORY_DATA_DIR } from '../../src/config/app-config.js';
import { AttachmentFolder } from '../../src/tools/attachment/storage/attachment-folder.js';
import { DiskBlobStorage } from '../../src/tools/attachment/storage/disk-blob-storage.js';
import { S3BlobStorage } from '../../src/tools/attachment/storage/s3-blob-storage.js';
import { describeBlobStorage } from '../contracts/blob-storage.contract.js';
import { freePort } from '../support/free-port.js';
import { startS3Server } from '../support/s3-server.js';
import { tempFolder } from '../support/temp-folder.js';

const KEY = 'ab'.repeat(16);
const clock = new SystemClock();

describeBlobStorage('disk', async () => new DiskBlobStorage(new AttachmentFolder(tempFolder(), clock)));
describeBlobStorage('s3', async () => new S3BlobStorage((await startS3Server()).config));

describe('disk', () => {
  it('lets nobody else read, and names files by key alone', async () => {
    const dataDir = tempFolder();
    const storage = new DiskBlobStorage(new AttachmentFolder(dataDir, clock));
    await storage.open();
    await storage.put(KEY, Readable.from(['content']));
    const folder = join(dataDir, 'attachments', 'blobs', 'ab');
    expect(readdirSync(folder)).toEqual([KEY]);
    expect(statSync(join(folder, KEY)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    await storage.close();
    expect(existsSync(join(folder, KEY))).toBe(true);
  });

  it('takes the temporary folder of a database in memory along', async () => {
    const folder = new AttachmentFolder(MEMORY_DATA_DIR, clock);
    const storage = new DiskBlobStorage(folder);
    await storage.open();
    await storage.put(KEY, Readable.from(['content']));
    const blobs = await folder.blobs();
    expect(existsSync(blobs)).toBe(true);
    await storage.close();
    await folder.close();
    expect(existsSync(blobs)).toBe(false);
  });

  it('removes uploads that a dead process left behind, and no fresh ones', async () => {
    const dataDir = tempFolder();
    const before = new AttachmentFolder(dataDir, clock);
    const [old, fresh] = [await before.newIncomingPath(), await before.newIncomingPath()];
    for (const path of [old, fresh]) writeFileSync(path, 'unfinished');
    utimesSync(old, new Date(0), new Date(0));
    await new AttachmentFolder(dataDir, clock).blobs();
    expect([existsSync(old), existsSync(fresh)]).toEqual([false, true]);
  });
});

describe('s3', () => {
  it('tries again when the service is busy, and says so when it is away', async () => {
    const server = await startS3Server();
    const storage = new S3BlobStorage(server.config);
    await storage.open();
    await storage.put(KEY, Readable.from(['content']));
    expect([...server.objects.keys()]).toEqual([`/files/attachments/${KEY}`]);
    server.failNext(1);
    await storage.put(KEY, Readable.from(['content']));
    server.failNext(1);
    await storage.delete(KEY);
    expect(server.objects.size).toBe(0);
    await storage.close();

    const away = new S3BlobStorage({ ...server.config, endpoint: `http://127.0.0.1:${await freePort()}` });
    await away.open();
    const unavailable = { code: 'attachment_storage_unavailable', retryable: true };
    await expect(away.put(KEY, Readable.from(['content']))).rejects.toMatchObject(unavailable);
    await expect(away.get(KEY)).rejects.toMatchObject(unavailable);
    await expect(away.delete(KEY)).rejects.toMatchObject(unavailable);
    await away.close();
  });
});
