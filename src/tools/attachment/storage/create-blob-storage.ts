import { type AttachmentConfig } from '../../../config/attachment-config.js';
import { type AttachmentFolder } from './attachment-folder.js';
import { type BlobStorage } from './blob-storage.js';
import { DiskBlobStorage } from './disk-blob-storage.js';
import { S3BlobStorage } from './s3-blob-storage.js';

/** The storage that the configuration names. */
export function createBlobStorage({ storage }: AttachmentConfig, folder: AttachmentFolder): BlobStorage {
  return storage.kind === 's3' ? new S3BlobStorage(storage) : new DiskBlobStorage(folder);
}
