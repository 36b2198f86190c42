import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { systemErrorCode } from '../../../config/system-error.js';
import { AttachmentStorageUnavailable } from '../upload.errors.js';
import { type AttachmentFolder } from './attachment-folder.js';
import { assertBlobKey, type BlobKey, type BlobStorage } from './blob-storage.js';

/** Blobs as files of the attachment folder, in subfolders by the first two digits of their keys, readable by this user alone. */
export class DiskBlobStorage implements BlobStorage {
  readonly kind = 'disk';

  constructor(private readonly folder: Pick<AttachmentFolder, 'blobs'>) {}

  async open(): Promise<void> {
    await this.folder.blobs();
  }

  /** Written beside its place, flushed and moved there: a crash leaves the whole blob or none. */
  async put(key: BlobKey, content: Readable): Promise<void> {
    const path = await this.pathOf(key);
    const draft = `${path}.part`;
    await orUnavailable(async () => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      try {
        await pipeline(content, createWriteStream(draft, { mode: 0o600, flush: true }));
        await rename(draft, path);
        await flushFolder(dirname(path));
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    });
  }

  async get(key: BlobKey): Promise<Readable | undefined> {
    const path = await this.pathOf(key);
    return orUnavailable(async () => ((await isThere(path)) ? createReadStream(path) : undefined));
  }

  /** Also removes what a put that died left beside it. */
  async delete(key: BlobKey): Promise<void> {
    const path = await this.pathOf(key);
    await orUnavailable(async () => {
      await rm(path, { force: true });
      await rm(`${path}.part`, { force: true });
    });
  }

  /** The folder is closed by its owner. */
  async close(): Promise<void> {}

  private async pathOf(key: BlobKey): Promise<string> {
    assertBlobKey(key);
    return join(await this.folder.blobs(), key.slice(0, 2), key);
  }
}

/** Without it, a crash of the machine could forget the move itself. Windows has no such call on folders. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new AttachmentStorageUnavailable('The file could not be kept or found just now. Try again.', {
      cause: error,
    });
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
