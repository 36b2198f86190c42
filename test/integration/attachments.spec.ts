import { Readable } from 'node:stream';
import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type Database } from '../../src/database/database.js';
import { type BlobStorage } from '../../src/tools/attachment/storage/blob-storage.js';
import { type VirusScanner } from '../../src/tools/attachment/scanner/virus-scanner.js';
import { AttachmentInfected, AttachmentStorageUnavailable } from '../../src/tools/attachment/upload.errors.js';
import { type AttachmentDesk, openAttachmentDesk } from '../support/attachments.js';
import { describeOnEachDatabase } from '../support/databases.js';

const INVOICE = 'Invoice 4711\n\nTwo lanterns at 19.50 florins each.\n\nThe total of 39.00 florins is due on 3 March.';

/** A storage that can't be reached. */
class AwayStorage implements BlobStorage {
  readonly kind = 'away';
  async open(): Promise<void> {}
  async put(_key: string, content: Readable): Promise<void> {
    content.destroy();
    throw new AttachmentStorageUnavailable('Away.');
  }
  async get(): Promise<undefined> {
    return undefined;
  }
  async delete(): Promise<void> {
    throw new AttachmentStorageUnavailable('Away.');
  }
  async close(): Promise<void> {}
}

const infected: VirusScanner = {
  scan: async () => {
    throw new AttachmentInfected('Found something.');
  },
};

describeOnEachDatabase('attachments', (open) => {
  let database: Database;
  let desk: AttachmentDesk;
  let session: string;
  const rows = async (table: 'attachments' | 'attachment_chunks' | 'attachment_blobs_to_delete'): Promise<number> => {
    const [counted] = await database.query<{ n: number }>({
      name: `test_count_${table}`,
      text: `SELECT count(*)::int AS n FROM ${table}`,
    });
    return counted!.n;
  };
  const everything = async (): Promise<number[]> => [
    await rows('attachments'),
    await rows('attachment_chunks'),
    await rows('attachment_blobs_to_delete'),
    desk.blobs().length,
  ];

  beforeAll(async () => {
    database = open();
    desk = await openAttachmentDesk(database);
  });
  beforeEach(async () => {
    await database.query({ name: 'test_clear_files', text: 'DELETE FROM attachments' });
    await desk.sweeper.sweep();
    session = await desk.newSession();
  });

  it('keeps what a file is, what it says, and the file itself', async () => {
    const sent = await desk.send(session, INVOICE, '../../etc/In\u202evoice\u0000 4711.txt');
    expect(sent).toEqual({
      attachmentId: expect.stringMatching(/^att_[0-9a-f]{32}$/),
      sessionId: session,
      filename: 'In voice 4711.txt',
      mediaType: 'text/plain',
      bytes: INVOICE.length,
      status: 'ready',
      pages: null,
      textChars: INVOICE.length,
      truncated: false,
      preview: INVOICE,
      createdAt: desk.clock.date(),
    });
    expect(await desk.attachments.find(sent.attachmentId)).toEqual(sent);
    expect(await desk.attachments.text(sent.attachmentId)).toEqual({ text: INVOICE, truncated: false });
    expect(await desk.attachments.ofSession(session)).toEqual([sent]);
    expect(await everything()).toEqual([1, 1, 0, 1]);
  });

  it('takes the same content once a session, and for another session anew', async () => {
    const other = await desk.newSession();
    const first = await desk.send(session, INVOICE);
    expect(await desk.send(session, INVOICE, 'another name.txt')).toEqual(first);
    expect((await desk.send(other, INVOICE)).attachmentId).not.toBe(first.attachmentId);
    expect(await everything()).toEqual([2, 2, 0, 2]);
  });

  it('takes the same content sent many times at once as one file', async () => {
    const sent = await Promise.all(Array.from({ length: 4 }, () => desk.send(session, INVOICE)));
    expect(new Set(sent.map(({ attachmentId }) => attachmentId)).size).toBe(1);
    await desk.sweeper.sweep();
    expect(await everything()).toEqual([1, 1, 0, 1]);
  });

  it('admits as many files as a session may hold, also when they come at once', async () => {
    const small = await openAttachmentDesk(database, { maxFilesPerSession: 2 });
    const results = await Promise.allSettled(['one', 'two', 'three', 'four'].map((text) => small.send(session, text)));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    expect(refused).toHaveLength(2);
    for (const error of refused) expect(error).toMatchObject({ code: 'attachment_limit_reached', kind: 'conflict' });
    await small.sweeper.sweep();
    expect([await rows('attachments'), await rows('attachment_blobs_to_delete'), small.blobs().length]).toEqual([
      2, 0, 2,
    ]);
  });

  it('admits as many bytes as a session may hold', async () => {
    const small = await openAttachmentDesk(database, { maxBytesPerSession: 100 });
    await small.send(session, 'a'.repeat(60));
    await expect(small.send(session, 'b'.repeat(60))).rejects.toMatchObject({ code: 'attachment_limit_reached' });
    await small.send(session, 'b'.repeat(40));
    expect(await rows('attachments')).toBe(2);
  });

  it('keeps nothing of a file that can not be read, is infected, or finds no place', async () => {
    const scanning = await openAttachmentDesk(database, { scanner: infected });
    const away = await openAttachmentDesk(database, { storage: new AwayStorage() });
    const aborted = AbortSignal.abort(new Error('the sender left'));
    await expect(desk.send(session, '')).rejects.toMatchObject({ code: 'attachment_empty' });
    await expect(desk.send(session, Buffer.from('MZ\u0090\u0000\u0003'))).rejects.toMatchObject({
      code: 'attachment_type_unsupported',
    });
    await expect(scanning.send(session, INVOICE)).rejects.toMatchObject({ code: 'attachment_infected' });
    await expect(away.send(session, INVOICE)).rejects.toMatchObject({ code: 'attachment_storage_unavailable' });
    await expect(desk.send(session, INVOICE, 'file.txt', aborted)).rejects.toThrow();
    await desk.sweeper.sweep();
    expect([await everything(), scanning.blobs()]).toEqual([[0, 0, 0, 0], []]);
  });

  it('takes nothing into a session that was deleted', async () => {
    await desk.conversations.delete(session, desk.clock.date());
    await expect(desk.send(session, INVOICE)).rejects.toMatchObject({ code: 'not_found' });
    await desk.sweeper.sweep();
    expect(await everything()).toEqual([0, 0, 0, 0]);
  });

  it('removes a file from rows, search and disk', async () => {
    const { attachmentId } = await desk.send(session, INVOICE);
    expect(await desk.attachments.delete(attachmentId)).toBe(true);
    expect(await desk.attachments.delete(attachmentId)).toBe(false);
    expect(await desk.attachments.find(attachmentId)).toBeUndefined();
    expect(await desk.attachments.text(attachmentId)).toBeUndefined();
    expect(await desk.ask(session, 'total of invoice 4711', [attachmentId])).toEqual([]);
    await desk.sweeper.sweep();
    expect(await everything()).toEqual([0, 0, 0, 0]);
  });

  it('removes all files of a deleted session from rows, search and disk, and no other', async () => {
    const other = await desk.newSession();
    const { attachmentId } = await desk.send(session, INVOICE);
    await desk.send(session, 'A second file.');
    const kept = await desk.send(other, INVOICE);
    await desk.conversations.delete(session, desk.clock.date());
    expect(await desk.ask(session, 'total of invoice 4711', [attachmentId, kept.attachmentId])).toEqual([]);
    expect(await rows('attachment_blobs_to_delete')).toBe(2);
    expect(await desk.sweeper.sweep()).toEqual({ deleted: 2 });
    expect(await everything()).toEqual([1, 1, 0, 1]);
    expect(await desk.attachments.ofSession(other)).toEqual([kept]);
  });

  it('leaves nothing behind when uploads and the deletion of their session meet', async () => {
    for (let round = 0; round < 3; round++) {
      const doomed = await desk.newSession();
      const uploads = Array.from({ length: 3 }, (_, file) => desk.send(doomed, `file ${file} of round ${round}`));
      await Promise.race(uploads);
      await desk.conversations.delete(doomed, desk.clock.date());
      await Promise.allSettled(uploads);
    }
    await desk.sweeper.sweep();
    expect(await everything()).toEqual([0, 0, 0, 0]);
  });

  it('tries again later to delete a blob, and finds those of uploads that died', async () => {
    const away = await openAttachmentDesk(database, { storage: new AwayStorage() });
    await expect(away.send(session, INVOICE)).rejects.toMatchObject({ code: 'attachment_storage_unavailable' });
    const { deleted, failure } = await away.sweeper.sweep();
    expect([deleted, failure]).toEqual([0, expect.any(AttachmentStorageUnavailable)]);
    expect(await desk.sweeper.sweep()).toEqual({ deleted: 0 });
    desk.clock.advance(300_000);
    expect(await desk.sweeper.sweep()).toEqual({ deleted: 1 });
  });
});
