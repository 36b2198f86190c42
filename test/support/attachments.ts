import { createHash } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '../../src/common/ids.js';
import { type Database } from '../../src/database/database.js';
import { Conversations } from '../../src/conversation/conversations.js';
import { type Passage } from '../../src/knowledge/passage.js';
import { type Attachment, type AttachmentLimits } from '../../src/tools/attachment/attachment.js';
import { AttachmentSearchTool } from '../../src/tools/attachment/attachment-search.tool.js';
import { type AttachmentPorts, Attachments } from '../../src/tools/attachment/attachments.js';
import { BlobSweeper } from '../../src/tools/attachment/blob-sweeper.js';
import { DEFAULT_EXTRACTION_LIMITS } from '../../src/tools/attachment/extraction/extraction-limits.js';
import { TextExtractor } from '../../src/tools/attachment/extraction/text-extractor.js';
import { AttachmentFolder } from '../../src/tools/attachment/storage/attachment-folder.js';
import { DiskBlobStorage } from '../../src/tools/attachment/storage/disk-blob-storage.js';
import { onCleanUp } from './clean-up.js';
import { FakeClock } from './fake-clock.js';
import { tempFolder } from './temp-folder.js';

const MB = 1024 * 1024;

/** Everything about files of sessions on one database, with blobs in a folder of its own. */
export interface AttachmentDesk {
  readonly attachments: Attachments;
  readonly sweeper: BlobSweeper;
  readonly clock: FakeClock;
  readonly conversations: Conversations;
  newSession(): Promise<string>;
  /** Sends a file as the transport would. */
  send(sessionId: string, content: string | Buffer, filename?: string, signal?: AbortSignal): Promise<Attachment>;
  ask(sessionId: string, query: string, attachmentIds?: readonly string[]): Promise<readonly Passage[]>;
  /** Files in the storage folder. */
  blobs(): string[];
}

type Replaced = Partial<Pick<AttachmentPorts, 'storage' | 'scanner' | 'extractor'>> & Partial<AttachmentLimits>;

/** Opens all of it; `replaced` are other parts and limits than an installation without settings has. */
export async function openAttachmentDesk(database: Database, replaced: Replaced = {}): Promise<AttachmentDesk> {
  const { maxFilesPerSession = 20, maxBytesPerSession = 50 * MB, ...ports } = replaced;
  const [clock, dataDir, uploads] = [new FakeClock(), tempFolder(), tempFolder()];
  const storage = ports.storage ?? new DiskBlobStorage(new AttachmentFolder(dataDir, clock));
  if (!ports.storage) await storage.open();
  const extractor = ports.extractor ?? newExtractor();
  const attachments = new Attachments(
    { database, clock, scanner: null, ...ports, storage, extractor },
    { maxFilesPerSession, maxBytesPerSession },
  );
  const conversations = new Conversations(database);
  const tool = new AttachmentSearchTool(database);
  return {
    ...{ attachments, clock, conversations, sweeper: new BlobSweeper(database, storage, clock) },
    newSession: async () => {
      const sessionId = `ses-${newId('thr')}`;
      const at = clock.date();
      await conversations.create({
        sessionId,
        threadId: newId('thr'),
        userId: null,
        userVerified: false,
        metadata: {},
        at,
      });
      return sessionId;
    },
    send: async (sessionId, content, filename = 'file.txt', signal = new AbortController().signal) => {
      const path = join(uploads, newId('att'));
      writeFileSync(path, content);
      const bytes = Buffer.byteLength(content);
      const sha256 = createHash('sha256').update(content).digest();
      try {
        return await attachments.receive({ sessionId, path, filename, bytes, sha256 }, signal);
      } finally {
        rmSync(path);
      }
    },
    ask: (sessionId, query, attachmentIds = []) => {
      const { signal } = new AbortController();
      return tool.run({ query, attachmentIds }, { sessionId, turnId: 'turn_1', requestId: 'req_1', signal });
    },
    blobs: () => filesIn(join(dataDir, 'attachments', 'blobs')),
  };
}

function newExtractor(): TextExtractor {
  const extractor = new TextExtractor(DEFAULT_EXTRACTION_LIMITS);
  onCleanUp(() => extractor.close());
  return extractor;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}
