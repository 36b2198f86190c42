import yauzl from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { CellCounter } from './cell-counter.js';
import { EntityGuard } from './entity-guard.js';
import type { ExtractionLimits } from './extraction-limits.js';
import { Refusal } from './refusal.js';
import { ZipArchive } from './zip-archive.js';

type ArchiveLimits = Pick<ExtractionLimits, 'archiveEntries' | 'unpackedBytes' | 'cells'>;

/** What an archive and the archives in it used up so far. */
interface Usage {
  entries: number;
  declaredBytes: number;
  unpackedBytes: number;
}

/** A workbook in a presentation in a document is as deep as people nest. */
const NESTED_ARCHIVES = 2;
const ZIP_MAGIC = Buffer.from('PK\u0003\u0004', 'latin1');

/**
 * Unpacks an archive once, counting byte by byte and keeping nothing, before any parser sees it, since the sizes it
 * declares may lie. Archives inside it are unpacked and counted too, though nobody reads them later.
 * @throws Refusal for a bomb, a password, damage, declared XML entities or too many cells
 */
export async function inspectArchive(bytes: Buffer, limits: ArchiveLimits): Promise<ZipArchive> {
  return inspect(bytes, limits, { entries: 0, declaredBytes: 0, unpackedBytes: 0 }, NESTED_ARCHIVES);
}

async function inspect(bytes: Buffer, limits: ArchiveLimits, usage: Usage, depth: number): Promise<ZipArchive> {
  const file = await yauzl.fromBufferPromise(bytes);
  const entries: Entry[] = [];
  for await (const entry of file.eachEntry()) {
    entries.push(entry);
    checkDeclared(entry, limits, usage);
  }
  const cells = new CellCounter(limits.cells);
  for (const entry of entries) {
    const nested = await unpack(file, entry, cells, limits, usage);
    if (nested) await inspectNested(nested, limits, usage, depth);
  }
  return new ZipArchive(file, entries);
}

function checkDeclared(entry: Entry, limits: ArchiveLimits, usage: Usage): void {
  usage.entries += 1;
  usage.declaredBytes += entry.uncompressedSize;
  if (entry.isEncrypted()) throw new Refusal('encrypted', 'The file is protected by a password. Send it without one.');
  if (usage.entries > limits.archiveEntries) {
    throw new Refusal('too_complex', `The file has more than ${limits.archiveEntries} parts.`);
  }
  if (usage.declaredBytes > limits.unpackedBytes) throw unpacksTooLarge();
}

/** Reads one part to its end; returns the part when it is an archive itself. */
async function unpack(
  file: ZipFile,
  entry: Entry,
  cells: CellCounter,
  limits: ArchiveLimits,
  usage: Usage,
): Promise<Buffer | undefined> {
  if (entry.fileName.endsWith('/')) return undefined;
  const entities = new EntityGuard();
  const sheet = /^xl\/worksheets\/[^/]+\.xml$/i.test(entry.fileName);
  const kept: Buffer[] = [];
  let archive: boolean | undefined;
  for await (const part of await file.openReadStreamPromise(entry)) {
    const chunk = part as Buffer;
    usage.unpackedBytes += chunk.length;
    if (usage.unpackedBytes > limits.unpackedBytes) throw unpacksTooLarge();
    archive ??= chunk.subarray(0, ZIP_MAGIC.length).equals(ZIP_MAGIC);
    if (archive) kept.push(chunk);
    else entities.see(chunk);
    if (sheet) cells.see(chunk);
  }
  return archive ? Buffer.concat(kept) : undefined;
}

async function inspectNested(bytes: Buffer, limits: ArchiveLimits, usage: Usage, depth: number): Promise<void> {
  if (depth === 0) throw new Refusal('too_complex', 'The file holds archives within archives within archives.');
  try {
    await inspect(bytes, limits, usage, depth - 1);
  } catch (error) {
    // A password or damage inside does no harm: nobody opens it.
    if (error instanceof Refusal && error.reason === 'too_complex') throw error;
  }
}

function unpacksTooLarge(): Refusal {
  return new Refusal('too_complex', 'The file unpacks to far more than it seems to hold.');
}
