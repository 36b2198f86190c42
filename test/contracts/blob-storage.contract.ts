import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BlobStorage } from '../../src/tools/attachment/storage/blob-storage.js';

/** What every storage of blobs must do. */
export function describeBlobStorage(name: string, create: () => Promise<BlobStorage>): void {
  describe(`blob storage: ${name}`, () => {
    let storage: BlobStorage;
    beforeAll(async () => {
      storage = await create();
      await storage.open();
    });
    afterAll(() => storage.close());

    const newKey = (): string => randomBytes(16).toString('hex');
    const put = (key: string, content: Buffer): Promise<void> =>
      storage.put(key, Readable.from([content.subarray(0, 10), content.subarray(10)]));
    const read = async (key: string): Promise<Buffer | undefined> => {
      const found = await storage.get(key);
      return found && (await buffer(found));
    };

    it('gives back exactly what was put', async () => {
      for (const bytes of [11, 70_000, 3_000_000]) {
        const [key, content] = [newKey(), randomBytes(bytes)];
        await put(key, content);
        expect((await read(key))?.equals(content)).toBe(true);
      }
    });

    it('has nothing under a key that was never put', async () => {
      expect(await storage.get(newKey())).toBeUndefined();
    });

    it('replaces a blob that is put again', async () => {
      const key = newKey();
      await put(key, Buffer.from('the first content'));
      await put(key, Buffer.from('the second one, longer'));
      expect((await read(key))?.toString()).toBe('the second one, longer');
    });

    it('deletes, also what is not there', async () => {
      const [key, other] = [newKey(), newKey()];
      await put(key, Buffer.from('to be deleted'));
      await put(other, Buffer.from('to be kept'));
      await storage.delete(key);
      await storage.delete(key);
      expect(await storage.get(key)).toBeUndefined();
      expect((await read(other))?.toString()).toBe('to be kept');
    });

    it('keeps nothing of a content that breaks off', async () => {
      const key = newKey();
      async function* breaking(): AsyncGenerator<Buffer> {
        yield Buffer.from('the beginning');
        throw new Error('broken off');
      }
      await expect(storage.put(key, Readable.from(breaking()))).rejects.toMatchObject({
        code: 'attachment_storage_unavailable',
        retryable: true,
      });
      expect(await storage.get(key)).toBeUndefined();
    });

    it.each(['', '../../etc/passwd', 'A'.repeat(32), `${'a'.repeat(32)}/..`, 'a'.repeat(31)])(
      'takes no other text for a key: %j',
      async (key) => {
        await expect(put(key, Buffer.from('never stored'))).rejects.toThrow(TypeError);
        await expect(storage.get(key)).rejects.toThrow(TypeError);
        await expect(storage.delete(key)).rejects.toThrow(TypeError);
      },
    );
  });
}
