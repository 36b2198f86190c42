import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type S3Client } from '@aws-sdk/client-s3';
import { type S3Config } from '../../../config/attachment-config.js';
import { AttachmentStorageUnavailable } from '../upload.errors.js';
import { assertBlobKey, type BlobKey, type BlobStorage } from './blob-storage.js';

type Sdk = typeof import('@aws-sdk/client-s3');

/** Longest connect and longest silence of one request, ms, and requests in all: an upload waits for this. */
const PATIENCE = { connectionTimeout: 2000, requestTimeout: 10_000, attempts: 3 };

/** Blobs as objects `attachments/<key>` of a bucket. The SDK is loaded only here: it takes long, and most desks go without it. */
export class S3BlobStorage implements BlobStorage {
  readonly kind = 's3';
  private loaded: { readonly sdk: Sdk; readonly client: S3Client } | undefined;

  constructor(private readonly config: S3Config) {}

  /** Makes no request: a desk starts without its bucket, and an upload says when it is away. */
  async open(): Promise<void> {
    const sdk = await import('@aws-sdk/client-s3');
    const { region, pathStyle, endpoint, credentials } = this.config;
    const { attempts, connectionTimeout, requestTimeout } = PATIENCE;
    const client = new sdk.S3Client({
      region,
      forcePathStyle: pathStyle,
      maxAttempts: attempts,
      requestHandler: { connectionTimeout, requestTimeout },
      // Services that only resemble Amazon's do not all know its newer checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      ...(endpoint === undefined ? {} : { endpoint }),
      // A copy: the SDK notes things on it, and the configuration is frozen.
      ...(credentials === undefined ? {} : { credentials: { ...credentials } }),
    });
    this.loaded = { sdk, client };
  }

  /** Collects the content first: a request whose body was half sent can't be repeated, and a file is small. */
  async put(key: BlobKey, content: Readable): Promise<void> {
    const { sdk, client } = this.use();
    const object = this.objectOf(key);
    await orUnavailable(async () => {
      await client.send(new sdk.PutObjectCommand({ ...object, Body: await buffer(content) }));
    });
  }

  async get(key: BlobKey): Promise<Readable | undefined> {
    const { sdk, client } = this.use();
    const object = this.objectOf(key);
    return orUnavailable(async () => {
      try {
        const { Body: body } = await client.send(new sdk.GetObjectCommand(object));
        return body instanceof Readable ? body : Readable.from([]);
      } catch (error) {
        if (error instanceof sdk.NoSuchKey) return undefined;
        throw error;
      }
    });
  }

  async delete(key: BlobKey): Promise<void> {
    const { sdk, client } = this.use();
    const object = this.objectOf(key);
    await orUnavailable(() => client.send(new sdk.DeleteObjectCommand(object)));
  }

  async close(): Promise<void> {
    this.loaded?.client.destroy();
    this.loaded = undefined;
  }

  private objectOf(key: BlobKey): { readonly Bucket: string; readonly Key: string } {
    assertBlobKey(key);
    return { Bucket: this.config.bucket, Key: `attachments/${key}` };
  }

  private use(): { readonly sdk: Sdk; readonly client: S3Client } {
    if (!this.loaded) throw new AttachmentStorageUnavailable('The storage of files is not open.');
    return this.loaded;
  }
}

async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new AttachmentStorageUnavailable('The storage of files does not answer. Try again.', { cause: error });
  }
}
