import { PassThrough, Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Database } from '../../src/database/database.js';
import { CustomerExport } from '../../src/privacy/customer-export.js';
import { SessionArchive } from '../../src/privacy/session-archive.js';
import { SessionBlobs } from '../../src/tools/attachment/session-blobs.js';
import { type BlobStorage } from '../../src/tools/attachment/storage/blob-storage.js';
import { openTestDatabase } from '../support/databases.js';
import { FakeClock } from '../support/fake-clock.js';

const SESSIONS = 100;
const MESSAGES = 1000;
const WORDS = 'a customer writes of kettles and parcels, at length, for the thousandth time. '.repeat(5);
const AT = new Date(Date.UTC(2026, 0, 1));

interface Archive {
  readonly header: { readonly counts: object; readonly leftOut: object };
  readonly sessions: {
    readonly sessionId: string;
    readonly userVerified: boolean;
    readonly messages: { readonly seq: number }[];
    readonly memories: object[];
    readonly attachments: { readonly text: string; readonly contentBase64: string | null }[];
  }[];
  readonly written: object;
}

/** Bytes of files by their keys. */
function storageOf(blobs: Readonly<Record<string, Readable>>): BlobStorage {
  return {
    kind: 'test',
    open: async () => undefined,
    put: async () => undefined,
    get: async (key) => blobs[key],
    delete: async () => undefined,
    close: async () => undefined,
  };
}

async function fill(database: Database): Promise<void> {
  const statements = [
    `INSERT INTO conversations (session_id, thread_id, user_id, user_verified, metadata, created_at, updated_at, last_activity_at)
     SELECT 'ses-' || n, 'thr', 'big', n <= ${SESSIONS}, '{"a": 1}', $1, $1, $1 FROM generate_series(1, ${SESSIONS + 2}) AS n`,
    `INSERT INTO messages (message_id, session_id, seq, role, content, created_at)
     SELECT s.session_id || '-' || n, s.session_id, n, 'customer', '${WORDS}' || n, $1
     FROM conversations s, generate_series(1, ${MESSAGES}) AS n`,
    `INSERT INTO memories (memory_id, session_id, type, kind, value, message_id, created_at)
     SELECT 'mem-' || s.session_id || '-' || n, s.session_id, 'fact', 'email', n || '@example.com', s.session_id || '-1', $1
     FROM conversations s, generate_series(1, 201) AS n`,
    `INSERT INTO attachments (attachment_id, session_id, filename, media_type, bytes, sha256, text, text_chars, truncated, language,
       name_terms, storage_key, created_at)
     SELECT 'att-' || n, 'ses-1', 'file', 'text/plain', 3, decode(n::text || '0', 'hex'), 'text ' || n, 6, false, 'english', '', 'key' || n, $1
     FROM generate_series(1, 3) AS n`,
  ];
  for (const [n, text] of statements.entries()) await database.query({ name: `test_fill_${n}`, text }, [AT]);
}

describe('the archive of a customer', () => {
  let database: Database;
  beforeAll(async () => {
    ({ database } = await openTestDatabase('postgres'));
    await fill(database);
  });

  const exportOf = (storage: BlobStorage): CustomerExport =>
    new CustomerExport(database, new SessionArchive(database, new SessionBlobs(database, storage)), new FakeClock());

  it('of 100 sessions with 1,000 messages each comes in small pieces and is whole', async () => {
    // The second file was deleted in the moment it was asked for.
    const storage = storageOf({
      key1: Readable.from([Buffer.from('abcd'), Buffer.from('e')]),
      key3: Readable.from([]),
    });
    const pieces = await exportOf(storage).open('big', { claimed: false });
    const texts: string[] = [];
    let longest = 0;
    for await (const piece of pieces) {
      texts.push(piece);
      longest = Math.max(longest, piece.length);
    }
    const whole = texts.join('');
    expect([longest < 500_000, whole.length > 40_000_000]).toEqual([true, true]);
    const { header, sessions, written } = JSON.parse(whole) as Archive;
    const counts = {
      ...{ sessions: SESSIONS, messages: SESSIONS * MESSAGES, memories: SESSIONS * 201, attachments: 3 },
      ...{ feedback: 0, turns: 0, tickets: 0, notes: 0 },
    };
    expect([header, written]).toEqual([
      {
        ...{ format: 'frontdesk-customer-export', formatVersion: 1, madeAt: AT.toISOString(), userId: 'big', counts },
        leftOut: { claimedSessions: 2 },
      },
      counts,
    ]);
    expect(sessions.every(({ messages }) => messages.every(({ seq }, index) => seq === index + 1))).toBe(true);
    const files = sessions.flatMap(({ attachments }) => attachments);
    expect(files.map(({ text, contentBase64 }) => [text, contentBase64])).toEqual([
      ['text 1', 'YWJjZGU='],
      ['text 2', null],
      ['text 3', ''],
    ]);
  });

  it('has claimed sessions only when they are asked for', async () => {
    const pieces = await Array.fromAsync(await exportOf(storageOf({})).open('big', { claimed: true }));
    const { header, sessions } = JSON.parse(pieces.join('')) as Archive;
    expect([header.leftOut, sessions.length]).toEqual([{ claimedSessions: 0 }, SESSIONS + 2]);
    expect(sessions.filter(({ userVerified }) => !userVerified)).toHaveLength(2);
  });

  it('of somebody unknown is empty', async () => {
    const pieces = await Array.fromAsync(await exportOf(storageOf({})).open('nobody', { claimed: true }));
    expect(JSON.parse(pieces.join(''))).toMatchObject({
      header: { userId: 'nobody' },
      sessions: [],
      written: { sessions: 0 },
    });
  });

  it('does not end like a whole one when a file breaks off', async () => {
    const breaking = new PassThrough();
    breaking.write('abc');
    const pieces = await exportOf(storageOf({ key1: breaking })).open('big', { claimed: false });
    let text = '';
    const read = async (): Promise<void> => {
      for await (const piece of pieces) {
        text += piece;
        if (piece === 'YWJj') breaking.destroy(new Error('the disk is gone'));
      }
    };
    await expect(read()).rejects.toThrow('the disk is gone');
    expect([text.length > 0, text.includes('"written"')]).toEqual([true, false]);
  });
});
