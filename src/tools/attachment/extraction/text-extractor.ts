import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import { type AppError } from '../../../common/app-error.js';
import {
  AttachmentCorrupt,
  AttachmentEmpty,
  AttachmentEncrypted,
  AttachmentReaderBusy,
  AttachmentTimeout,
  AttachmentTooComplex,
  AttachmentTooLarge,
  AttachmentTypeUnsupported,
  AttachmentUnreadable,
  AttachmentWithoutText,
} from '../attachment.errors.js';
import { type ChildAnswer, childAnswerSchema } from './child-protocol.js';
import { type ChildEnd, runChild } from './child-run.js';
import { type ExtractedText } from './extracted-text.js';
import { DEFAULT_EXTRACTION_LIMITS, type ExtractionLimits } from './extraction-limits.js';
import { type RefusalReason } from './refusal.js';

/** Files that are read at the same time, each by its own process: one core is left to everybody else's turns. */
const AT_ONCE = Math.max(1, Math.min(4, availableParallelism() - 1));
/** Files that may wait for one of those processes. */
const WAITING = 16;
const EXTENSION_CHARS = 16;
const SHORTAGES: readonly string[] = ['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE'];

export interface UploadedFile {
  readonly path: string;
  /** As the customer named it; it decides only between kinds of text that look alike. */
  readonly filename: string;
  readonly bytes: number;
}

/** Reads the text of uploaded files, each in a process that is killed when the file asks for too much. */
export class TextExtractor {
  readonly #limits: ExtractionLimits;
  readonly #places = bulkhead(AT_ONCE, WAITING);
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<ChildEnd>>();

  constructor(limits: Partial<ExtractionLimits> = {}) {
    this.#limits = { ...DEFAULT_EXTRACTION_LIMITS, ...limits };
  }

  /**
   * @throws AttachmentTooLarge, AttachmentTypeUnsupported, AttachmentEncrypted, AttachmentCorrupt, AttachmentEmpty,
   *   AttachmentWithoutText, AttachmentTooComplex, AttachmentTimeout or AttachmentUnreadable: sending it again is useless
   * @throws AttachmentReaderBusy when too many files wait, or after `close`
   * @throws the signal's reason when it aborts
   */
  async extract(file: UploadedFile, signal: AbortSignal): Promise<ExtractedText> {
    if (file.bytes > this.#limits.bytes) throw tooLarge(this.#limits.bytes);
    if (file.bytes === 0) throw new AttachmentEmpty('The file is empty.');
    const end = await this.#inAPlace(file, signal);
    signal.throwIfAborted();
    return textOf(end);
  }

  /** Ends what is being read, and refuses files from now on. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#running);
  }

  async #inAPlace(file: UploadedFile, signal: AbortSignal): Promise<ChildEnd> {
    const stop = AbortSignal.any([signal, this.#closing.signal]);
    try {
      return await this.#places.execute(() => this.#run(file, stop), signal);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof BulkheadRejectedError || isShortage(error))
        throw new AttachmentReaderBusy(BUSY, { cause: error });
      throw error;
    }
  }

  async #run({ path, filename }: UploadedFile, stop: AbortSignal): Promise<ChildEnd> {
    if (stop.aborted) return { death: 'stopped' };
    const running = runChild(path, { filename: nameless(filename), limits: this.#limits }, stop);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }
}

const BUSY = 'Too many files are being read. Send the file again shortly.';

const deaths = {
  timeout: () => new AttachmentTimeout('Reading the file took too long. Send the part that matters.'),
  memory: () => new AttachmentTooComplex('Reading the file takes more memory than a file may take.'),
  crash: () => new AttachmentUnreadable('The file could not be read.'),
  stopped: () => new AttachmentReaderBusy('This instance is stopping. Send the file again.'),
} as const;

const refusals: Readonly<Record<RefusalReason, new (message: string) => AppError>> = {
  unsupported: AttachmentTypeUnsupported,
  encrypted: AttachmentEncrypted,
  corrupt: AttachmentCorrupt,
  empty: AttachmentEmpty,
  no_text: AttachmentWithoutText,
  too_complex: AttachmentTooComplex,
};

/** The system has no process, memory or descriptor left to give. */
function isShortage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && SHORTAGES.includes(String(error.code));
}

/** Of a name only the extension is used, and the rest is nothing for a list of processes. */
function nameless(filename: string): string {
  return `file${extname(filename).slice(0, EXTENSION_CHARS)}`;
}

function textOf(end: ChildEnd): ExtractedText {
  if ('death' in end) throw deaths[end.death]();
  const answer = checked(end.answer);
  if ('text' in answer) return answer.text;
  throw new refusals[answer.refusal.reason](answer.refusal.message);
}

function checked(answer: string): ChildAnswer {
  try {
    return childAnswerSchema.parse(JSON.parse(answer));
  } catch (cause) {
    throw new AttachmentUnreadable('The file could not be read.', { cause });
  }
}

function tooLarge(limit: number): AttachmentTooLarge {
  return new AttachmentTooLarge(`The file has more than ${Math.floor(limit / (1024 * 1024))} MB.`);
}
