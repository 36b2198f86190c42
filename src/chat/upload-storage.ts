import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type StorageEngine } from 'multer';
import { type AttachmentFolder } from '../tools/attachment/storage/attachment-folder.js';

/** A file of a multipart request that was written to disk. `originalname` is what the sender calls it. */
export interface UploadedFileOnDisk {
  readonly originalname: string;
  readonly path: string;
  readonly size: number;
  readonly sha256: Buffer;
}

type Written = Omit<UploadedFileOnDisk, 'originalname'>;

/**
 * Multer's storage engine (multer's StorageEngine.md): writes an upload to disk as it comes in, and digests it on the way. Its name
 * on disk is ours.
 */
export class UploadStorage implements StorageEngine {
  constructor(private readonly folder: Pick<AttachmentFolder, 'newIncomingPath'>) {}

  _handleFile(
    _request: unknown,
    { stream }: { readonly stream: Readable },
    done: (error: unknown, file?: Written) => void,
  ): void {
    this.write(stream).then((file) => {
      done(null, file);
    }, done);
  }

  _removeFile(_request: unknown, { path }: { readonly path: string }, done: (error: Error | null) => void): void {
    rm(path, { force: true }).then(() => {
      done(null);
    }, done);
  }

  private async write(stream: Readable): Promise<Written> {
    const path = await this.folder.newIncomingPath();
    const digest = createHash('sha256');
    let size = 0;
    const measure = new Transform({
      transform(piece: Buffer, _encoding, next) {
        digest.update(piece);
        size += piece.length;
        next(null, piece);
      },
    });
    try {
      await pipeline(stream, measure, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return { path, size, sha256: digest.digest() };
  }
}
