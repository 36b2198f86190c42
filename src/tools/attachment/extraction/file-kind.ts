import { fileTypeFromBuffer } from 'file-type';
import { decodeText } from './decode-text.js';
import type { ExtractionLimits } from './extraction-limits.js';
import { inspectArchive } from './inspect-archive.js';
import { Refusal } from './refusal.js';
import { type TextKind, textKind } from './text-kind.js';
import type { ZipArchive } from './zip-archive.js';

type ArchiveKind = 'docx' | 'xlsx' | 'pptx' | 'odt';

/** What the content of a file shows it to be, with what was read to know it. */
export type KnownFile =
  | { readonly kind: 'pdf'; readonly bytes: Buffer }
  | { readonly kind: ArchiveKind; readonly bytes: Buffer; readonly archive: ZipArchive }
  | { readonly kind: TextKind; readonly bytes: Buffer; readonly text: string };

const READABLE =
  'PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument text (.odt), HTML, CSV, mail (.eml), Markdown, JSON and plain text are read.';
/** Readers of PDF look for its header this far in (PDF 1.7, implementation note 13). */
const PDF_HEADER_WITHIN = 1024;
const CFB_MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** An Office file with a password is a compound file with this stream (MS-OFFCRYPTO 2.3.4.4). */
const ENCRYPTED_PACKAGE = Buffer.from('EncryptedPackage', 'utf16le');
/** Names that promise a format of more than plain text. */
const PROMISES_FORMAT = /\.(?:pdf|docx|xlsx|pptx|odt)$/i;

/** What file-type calls the kinds, with their templates and the variants that may hold macros. */
const ARCHIVE_KINDS: Readonly<Record<string, ArchiveKind>> = {
  docx: 'docx',
  docm: 'docx',
  dotx: 'docx',
  dotm: 'docx',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
  xltx: 'xlsx',
  xltm: 'xlsx',
  pptx: 'pptx',
  pptm: 'pptx',
  ppsx: 'pptx',
  ppsm: 'pptx',
  potx: 'pptx',
  potm: 'pptx',
  odt: 'odt',
  ott: 'odt',
};

/**
 * Tells a file by its content. The name only speaks where the content says nothing: plain text or noise that is named
 * `.pdf` is a damaged PDF.
 * @throws Refusal
 */
export async function recogniseFile(bytes: Buffer, filename: string, limits: ExtractionLimits): Promise<KnownFile> {
  if (bytes.length === 0) throw new Refusal('empty', 'The file is empty.');
  if (bytes.subarray(0, PDF_HEADER_WITHIN).includes('%PDF-')) return { kind: 'pdf', bytes };
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1')))
    return recogniseArchive(bytes, filename, limits);
  if (bytes.subarray(0, CFB_MAGIC.length).equals(CFB_MAGIC)) throw compoundFile(bytes);
  const text = decodeText(bytes);
  if (text === undefined) throw await unsupported(bytes, filename);
  const kind = textKind(text, filename);
  if (kind === 'txt' && PROMISES_FORMAT.test(filename)) throw damaged(filename);
  if (kind === 'rtf') throw new Refusal('unsupported', `RTF is not read. ${READABLE}`);
  return { kind, bytes, text };
}

async function recogniseArchive(bytes: Buffer, filename: string, limits: ExtractionLimits): Promise<KnownFile> {
  const type = await fileTypeFromBuffer(bytes);
  const kind = type && ARCHIVE_KINDS[type.ext];
  if (kind) return { kind, bytes, archive: await inspectArchive(bytes, limits) };
  if (PROMISES_FORMAT.test(filename)) throw damaged(filename);
  throw new Refusal('unsupported', `Archives of this kind are not opened. Send the files one by one. ${READABLE}`);
}

function compoundFile(bytes: Buffer): Refusal {
  if (bytes.includes(ENCRYPTED_PACKAGE)) {
    return new Refusal('encrypted', 'The file is protected by a password. Send it without one.');
  }
  return new Refusal('unsupported', `This is a file of an old Office version. Save it in the new format. ${READABLE}`);
}

async function unsupported(bytes: Buffer, filename: string): Promise<Refusal> {
  const type = await fileTypeFromBuffer(bytes);
  if (!type && PROMISES_FORMAT.test(filename)) return damaged(filename);
  return new Refusal(
    'unsupported',
    `${type ? `A file of the type ${type.mime}` : 'This kind of file'} is not read. ${READABLE}`,
  );
}

function damaged(filename: string): Refusal {
  const extension = PROMISES_FORMAT.exec(filename)?.[0].toLowerCase() ?? '';
  return new Refusal('corrupt', `The file is named ${extension} but is not one. Save it again and send the new file.`);
}
