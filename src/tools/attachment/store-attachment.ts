import { NotFound } from '../../common/app-error.js';
import { newId } from '../../common/ids.js';
import { type Sql } from '../../database/sql.js';
import { searchableText } from '../../knowledge/searchable-text.js';
import { type AttachmentLimits } from './attachment.js';
import { attachmentChunks } from './attachment-chunks.js';
import { HELD, INSERT, LOCK_CONVERSATION } from './attachment-statements.js';
import { type ExtractedText } from './extraction/extracted-text.js';
import { AttachmentLimitReached } from './upload.errors.js';

/** A file that was read and whose blob is in its place. */
export interface NewAttachment {
  readonly attachmentId: string;
  readonly sessionId: string;
  readonly filename: string;
  readonly bytes: number;
  readonly sha256: Buffer;
  readonly extracted: ExtractedText;
  readonly storageKey: string;
  readonly at: Date;
}

/**
 * Stores a file and what can be found in it. Must run in a transaction: what it throws has to undo it.
 * @returns false when the session has the same content already; roll back then too
 * @throws AttachmentLimitReached when the session has no room for it
 * @throws NotFound when the session was deleted meanwhile
 */
export async function storeAttachment(sql: Sql, file: NewAttachment, limits: AttachmentLimits): Promise<boolean> {
  if ((await sql.query(INSERT, [...fileValues(file), ...chunkValues(file)])).length === 0) return false;
  const [live] = await sql.query(LOCK_CONVERSATION, [file.sessionId]);
  if (!live) throw new NotFound('There is no such session.');
  assertHeldWithin(await heldBy(sql, file.sessionId), limits);
  return true;
}

/** What a session holds: files, and their bytes. */
export interface Held {
  readonly files: number;
  readonly bytes: number;
}

export async function heldBy(sql: Sql, sessionId: string): Promise<Held> {
  const [held] = await sql.query<Held>(HELD, [sessionId]);
  return held ?? { files: 0, bytes: 0 };
}

/** @throws AttachmentLimitReached */
export function assertHeldWithin(
  { files, bytes }: Held,
  { maxFilesPerSession, maxBytesPerSession }: AttachmentLimits,
): void {
  if (files <= maxFilesPerSession && bytes <= maxBytesPerSession) return;
  const most =
    files > maxFilesPerSession ? `${maxFilesPerSession} files` : `${megabytes(maxBytesPerSession)} MB of files`;
  throw new AttachmentLimitReached(`A conversation holds at most ${most}. Delete one of them first.`);
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / (1024 * 1024));
}

function fileValues(file: NewAttachment): readonly unknown[] {
  const { mediaType, text, truncated, pages, title = '' } = file.extracted;
  const name = searchableText(`${file.filename} ${title}`);
  return [
    ...[file.attachmentId, file.sessionId, file.filename, mediaType, file.bytes, file.sha256],
    ...[pages ?? null, text, text.length, truncated, file.storageKey, file.at],
    ...[name.words, name.grams],
  ];
}

function chunkValues({ extracted }: NewAttachment): readonly unknown[] {
  const chunks = attachmentChunks(extracted);
  const terms = chunks.map(({ label, content }) => searchableText(label === null ? content : `${label}\n${content}`));
  return [
    chunks.map(() => newId('chk')),
    chunks.map(({ label }) => label),
    chunks.map(({ content }) => content),
    chunks.map(({ start }) => start),
    chunks.map(({ end }) => end),
    terms.map(({ words }) => words),
    terms.map(({ grams }) => grams),
  ];
}
