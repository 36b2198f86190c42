import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { AppError } from '../../common/app-error.js';
import { type BlobSweeper } from './blob-sweeper.js';
import { type TextExtractor } from './extraction/text-extractor.js';
import { type AttachmentFolder } from './storage/attachment-folder.js';
import { type BlobStorage } from './storage/blob-storage.js';

/** How long the blob of a deleted file may stay, ms. */
const SWEEP_MS = 30_000;

/** What opens, runs and closes with the desk. */
export interface AttachmentParts {
  readonly folder: AttachmentFolder;
  readonly storage: BlobStorage;
  readonly extractor: Pick<TextExtractor, 'close'>;
  readonly sweeper: Pick<BlobSweeper, 'sweep'>;
}

/** Opens the storage with the application, deletes what is due meanwhile, and closes both. */
@Injectable()
export class AttachmentLifecycle implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Attachments');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly parts: AttachmentParts) {}

  async onModuleInit(): Promise<void> {
    await this.parts.storage.open().catch((error: unknown) => {
      this.logger.warn(
        { event: 'attachment_storage_away', cause: causeOf(error) },
        'No file can be taken until it is back.',
      );
    });
    this.timer = setInterval(() => void (this.running ??= this.sweep()), SWEEP_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
    const { extractor, storage, folder } = this.parts;
    await extractor.close();
    await storage.close();
    await folder.close();
  }

  private async sweep(): Promise<void> {
    try {
      const { deleted, failure } = await this.parts.sweeper.sweep();
      if (deleted > 0) this.logger.log({ event: 'attachment_blobs_deleted', count: deleted });
      if (failure !== undefined) this.noteFailure(failure);
    } catch (error) {
      this.noteFailure(error);
    } finally {
      this.running = undefined;
    }
  }

  private noteFailure(error: unknown): void {
    const code = error instanceof AppError ? error.code : 'internal';
    this.logger.warn(
      { event: 'attachment_sweep_failed', code },
      'Deleted files are still stored; the next run tries again.',
    );
  }
}

/** What the system said, for people who run the desk. */
function causeOf(error: unknown): string {
  const cause = error instanceof AppError ? error.cause : error;
  return cause instanceof Error ? cause.message : 'unknown';
}
