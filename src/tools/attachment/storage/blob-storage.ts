import { type Readable } from 'node:stream';

/** A blob's name: 32 hexadecimal digits that we chose at random, never anything of an upload. */
export type BlobKey = string;

/** Where the files themselves are kept, as they came. Everything known about them is in the database. */
export interface BlobStorage {
  /** For people who ask: `disk` or `s3`. */
  readonly kind: string;
  /** Called once, before anything else. @throws AttachmentStorageUnavailable when it can't be used yet; it may be used later */
  open(): Promise<void>;
  /**
   * Keeps `content` whole or not at all. Putting a key again replaces its blob.
   * @throws AttachmentStorageUnavailable
   */
  put(key: BlobKey, content: Readable): Promise<void>;
  /** The blob, to be read to its end or destroyed; undefined when there is none. @throws AttachmentStorageUnavailable */
  get(key: BlobKey): Promise<Readable | undefined>;
  /** Removes the blob if there is one. @throws AttachmentStorageUnavailable when it may still be there */
  delete(key: BlobKey): Promise<void>;
  /** Called once, after everything else. */
  close(): Promise<void>;
}

/** Asserts the form of a key: a key becomes a path, so no other text may ever pass for one. */
export function assertBlobKey(key: string): void {
  if (!/^[0-9a-f]{32}$/.test(key)) throw new TypeError('A blob key is 32 hexadecimal digits.');
}
