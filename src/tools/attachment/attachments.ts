import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { AppError, NotFound } from '../../common/app-error.js';
import { type Clock } from '../../common/clock.js';
import { newId } from '../../common/ids.js';
import { type Database } from '../../database/database.js';
import { attachmentUploads } from '../../telemetry/metrics.js';
import { type Attachment, type AttachmentLimits, type IncomingFile } from './attachment.js';
import { DELETE, FIND, FIND_SAME, LIST, RELEASE_BLOB, RESERVE_BLOB, TEXT } from './attachment-statements.js';
import { displayFilename } from './display-filename.js';
import { type ExtractedText } from './extraction/extracted-text.js';
import { type TextExtractor } from './extraction/text-extractor.js';
import { type VirusScanner } from './scanner/virus-scanner.js';
import { type BlobStorage } from './storage/blob-storage.js';
import { assertHeldWithin, heldBy, storeAttachment } from './store-attachment.js';

/** A blob whose row did not come within this time never gets one, ms. */
const RESERVED_MS = 3_600_000;

/** What files pass on their way in. */
export interface AttachmentPorts {
  readonly database: Database;
  readonly storage: BlobStorage;
  readonly extractor: Pick<TextExtractor, 'extract'>;
  /** Null: files are not scanned. */
  readonly scanner: VirusScanner | null;
  readonly clock: Clock;
}

/** Files of sessions. Every file belongs to one session; whoever asks for one by its id must check whose it is. */
export class Attachments {
  constructor(
    private readonly ports: AttachmentPorts,
    private readonly limits: AttachmentLimits,
  ) {}

  /**
   * Takes a file into a live session: scans, reads and stores it, or keeps nothing of it. The same content again is the same file.
   * @throws AttachmentLimitReached, AttachmentInfected, AttachmentScannerUnavailable, AttachmentStorageUnavailable, what the
   *   extractor throws, NotFound when the session is deleted meanwhile, DatabaseUnavailable, the reason of `signal`
   */
  async receive(file: IncomingFile, signal: AbortSignal): Promise<Attachment> {
    try {
      const { attachment, outcome } = await this.admit(file, signal);
      attachmentUploads.inc({ outcome });
      return attachment;
    } catch (error) {
      attachmentUploads.inc({
        outcome: signal.aborted ? 'aborted' : error instanceof AppError ? error.code : 'internal',
      });
      throw error;
    }
  }

  /** The file, whoever's it is. */
  async find(attachmentId: string): Promise<Attachment | undefined> {
    const [found] = await this.ports.database.query<Attachment>(FIND, [attachmentId]);
    return found;
  }

  /** What the file says. */
  async text(attachmentId: string): Promise<{ readonly text: string; readonly truncated: boolean } | undefined> {
    const [found] = await this.ports.database.query<{ text: string; truncated: boolean }>(TEXT, [attachmentId]);
    return found;
  }

  /** The files of a session, oldest first. */
  async ofSession(sessionId: string): Promise<Attachment[]> {
    return this.ports.database.query<Attachment>(LIST, [sessionId]);
  }

  /** From now on nothing finds it; its blob follows. False when there is no such file. */
  async delete(attachmentId: string): Promise<boolean> {
    return (await this.ports.database.query(DELETE, [attachmentId])).length > 0;
  }

  private async admit(file: IncomingFile, signal: AbortSignal): Promise<Admitted> {
    const { database, scanner, extractor } = this.ports;
    const same = await this.sameContent(file);
    if (same) return { attachment: same, outcome: 'duplicate' };
    const held = await heldBy(database, file.sessionId);
    assertHeldWithin({ files: held.files + 1, bytes: held.bytes + file.bytes }, this.limits);
    await scanner?.scan(file.path, signal);
    const filename = displayFilename(file.filename);
    const extracted = await extractor.extract({ path: file.path, filename, bytes: file.bytes }, signal);
    signal.throwIfAborted();
    const attachmentId = await this.store({ ...file, filename }, extracted);
    const stored = attachmentId === undefined ? await this.sameContent(file) : await this.find(attachmentId);
    if (!stored) throw new NotFound('The file was deleted in the moment it was stored.');
    return { attachment: stored, outcome: attachmentId === undefined ? 'duplicate' : 'ok' };
  }

  private async sameContent({ sessionId, sha256 }: IncomingFile): Promise<Attachment | undefined> {
    const [same] = await this.ports.database.query<Attachment>(FIND_SAME, [sessionId, sha256]);
    return same;
  }

  /** The blob is on the list of those to delete until the transaction that stores its row commits: no crash leaves one behind. */
  private async store(file: IncomingFile, extracted: ExtractedText): Promise<string | undefined> {
    const { database, storage, clock } = this.ports;
    const attachmentId = newId('att');
    const storageKey = randomBytes(16).toString('hex');
    await database.query(RESERVE_BLOB, [storageKey, new Date(clock.now() + RESERVED_MS)]);
    try {
      const content = createReadStream(file.path);
      // A storage that gives up before it reads leaves nobody to hear that the file, removed meanwhile, could not be opened.
      content.on('error', () => undefined);
      await storage.put(storageKey, content);
      await database.transaction(async (sql) => {
        const added = { ...file, attachmentId, extracted, storageKey, at: clock.date() };
        if (!(await storeAttachment(sql, added, this.limits))) throw new SameContent();
      });
      return attachmentId;
    } catch (error) {
      // If even this fails, the reservation runs out by itself.
      await database.query(RELEASE_BLOB, [storageKey]).catch(() => undefined);
      if (error instanceof SameContent) return undefined;
      throw error;
    }
  }
}

interface Admitted {
  readonly attachment: Attachment;
  readonly outcome: 'ok' | 'duplicate';
}

/** Another upload of the same content was quicker: undoes the transaction. */
class SameContent extends Error {}
