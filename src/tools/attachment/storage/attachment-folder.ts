import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '../../../common/ids.js';
import { type Clock } from '../../../common/clock.js';
import { MEMORY_DATA_DIR } from '../../../config/app-config.js';
import { AttachmentStorageUnavailable } from '../upload.errors.js';

/** What is older than this among incoming files was left behind by a process that died, ms. */
const LEFT_BEHIND_MS = 3_600_000;

/**
 * The folder of files: `blobs`, and `incoming` for uploads that are still being looked at. Beside the database in DATA_DIR, or, with
 * a database in memory, a temporary folder that goes with the process. Only this user may enter.
 */
export class AttachmentFolder {
  private opened: Promise<string> | undefined;

  constructor(
    private readonly dataDir: string,
    private readonly clock: Clock,
  ) {}

  /** The folder of stored files, made if it is not there. @throws AttachmentStorageUnavailable */
  async blobs(): Promise<string> {
    return join(await this.root(), 'blobs');
  }

  /** A new path for a file that comes in; whoever writes it removes it. @throws AttachmentStorageUnavailable */
  async newIncomingPath(): Promise<string> {
    return join(await this.root(), 'incoming', newId('att'));
  }

  async close(): Promise<void> {
    const root = await this.opened?.catch(() => undefined);
    this.opened = undefined;
    if (root !== undefined && this.dataDir === MEMORY_DATA_DIR) await rm(root, { recursive: true, force: true });
  }

  /** Made once; a folder that could not be made is tried again with the next use. */
  private root(): Promise<string> {
    this.opened ??= this.make().catch((cause: unknown) => {
      this.opened = undefined;
      throw new AttachmentStorageUnavailable('The folder of files can not be used.', { cause });
    });
    return this.opened;
  }

  private async make(): Promise<string> {
    const temporary = this.dataDir === MEMORY_DATA_DIR;
    const root = temporary ? await mkdtemp(join(tmpdir(), 'frontdesk-files-')) : join(this.dataDir, 'attachments');
    for (const folder of ['blobs', 'incoming']) await mkdir(join(root, folder), { recursive: true, mode: 0o700 });
    await this.removeLeftBehind(join(root, 'incoming'));
    return root;
  }

  private async removeLeftBehind(incoming: string): Promise<void> {
    for (const name of await readdir(incoming)) {
      const path = join(incoming, name);
      const age = await stat(path).then(
        ({ mtimeMs }) => this.clock.now() - mtimeMs,
        () => 0,
      );
      if (age > LEFT_BEHIND_MS) await rm(path, { force: true });
    }
  }
}
