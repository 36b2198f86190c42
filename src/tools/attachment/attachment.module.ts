import { Module } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { type AppConfig } from '../../config/app-config.js';
import { APP_CONFIG } from '../../config/config.module.js';
import { Database } from '../../database/database.js';
import { DatabaseModule } from '../../database/database.module.js';
import { type ToolFolder } from '../contract/tool-folder.js';
import { ATTACHMENT_SEARCH_TOOL } from '../contract/tool-tokens.js';
import { AttachmentLifecycle } from './attachment.lifecycle.js';
import { AttachmentSearchTool } from './attachment-search.tool.js';
import { Attachments } from './attachments.js';
import { BlobSweeper } from './blob-sweeper.js';
import { DEFAULT_EXTRACTION_LIMITS } from './extraction/extraction-limits.js';
import { SessionBlobs } from './session-blobs.js';
import { TextExtractor } from './extraction/text-extractor.js';
import { ClamdScanner } from './scanner/clamd-scanner.js';
import { AttachmentFolder } from './storage/attachment-folder.js';
import { type BlobStorage } from './storage/blob-storage.js';
import { createBlobStorage } from './storage/create-blob-storage.js';

const BLOB_STORAGE = Symbol('BLOB_STORAGE');

function createExtractor({ attachments: { maxBytes, maxPages } }: AppConfig): TextExtractor {
  return new TextExtractor({ ...DEFAULT_EXTRACTION_LIMITS, bytes: maxBytes, pages: maxPages });
}

type Inwards = [Database, BlobStorage, TextExtractor, Clock, AppConfig];

function createAttachments(...[database, storage, extractor, clock, { attachments }]: Inwards): Attachments {
  const scanner = attachments.clamd && new ClamdScanner(attachments.clamd);
  return new Attachments({ database, storage, extractor, scanner, clock }, attachments);
}

/** Customers' files: taken in, kept, searched, deleted. */
@Module({
  imports: [DatabaseModule],
  providers: [
    {
      provide: AttachmentFolder,
      inject: [APP_CONFIG, Clock],
      useFactory: ({ dataDir }: AppConfig, clock: Clock) => new AttachmentFolder(dataDir, clock),
    },
    {
      provide: BLOB_STORAGE,
      inject: [APP_CONFIG, AttachmentFolder],
      useFactory: ({ attachments }: AppConfig, folder: AttachmentFolder) => createBlobStorage(attachments, folder),
    },
    { provide: TextExtractor, inject: [APP_CONFIG], useFactory: createExtractor },
    {
      provide: Attachments,
      inject: [Database, BLOB_STORAGE, TextExtractor, Clock, APP_CONFIG],
      useFactory: createAttachments,
    },
    {
      provide: BlobSweeper,
      inject: [Database, BLOB_STORAGE, Clock],
      useFactory: (...parts: ConstructorParameters<typeof BlobSweeper>) => new BlobSweeper(...parts),
    },
    {
      provide: SessionBlobs,
      inject: [Database, BLOB_STORAGE],
      useFactory: (database: Database, storage: BlobStorage) => new SessionBlobs(database, storage),
    },
    {
      provide: AttachmentLifecycle,
      inject: [AttachmentFolder, BLOB_STORAGE, TextExtractor, BlobSweeper],
      useFactory: (folder: AttachmentFolder, storage: BlobStorage, extractor: TextExtractor, sweeper: BlobSweeper) =>
        new AttachmentLifecycle({ folder, storage, extractor, sweeper }),
    },
    {
      provide: ATTACHMENT_SEARCH_TOOL,
      inject: [Database],
      useFactory: (database: Database) => new AttachmentSearchTool(database),
    },
  ],
  exports: [ATTACHMENT_SEARCH_TOOL, Attachments, AttachmentFolder, SessionBlobs],
})
export class AttachmentModule {}

export const attachment: ToolFolder = { module: AttachmentModule, tools: [ATTACHMENT_SEARCH_TOOL] };
