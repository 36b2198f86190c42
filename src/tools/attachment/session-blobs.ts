import { type Readable } from 'node:stream';
import { type Sql, type SqlStatement } from '../../database/sql.js';
import { type BlobStorage } from './storage/blob-storage.js';

/** Blobs deleted at a time. */
const AT_ONCE = 20;

const KEY: SqlStatement = {
  name: 'attachment_storage_key',
  text: `SELECT storage_key AS key FROM attachments WHERE attachment_id = $1`,
};

/** Also those that another instance is deleting just now: to delete twice does no harm. */
const LEFT: SqlStatement = {
  name: 'attachment_blobs_of_session',
  text: `SELECT storage_key AS key FROM attachment_blobs_to_delete WHERE session_id = $1`,
};

const FORGET: SqlStatement = {
  name: 'attachment_forget_session_blobs',
  text: `DELETE FROM attachment_blobs_to_delete WHERE storage_key = ANY ($1::text[])`,
};

/** The bytes of sessions' files, for those who must have them all or be rid of them now. */
export class SessionBlobs {
  constructor(
    private readonly sql: Sql,
    private readonly storage: BlobStorage,
  ) {}

  /** The file as it came; undefined when it is gone. @throws AttachmentStorageUnavailable */
  async read(attachmentId: string): Promise<Readable | undefined> {
    const [found] = await this.sql.query<{ key: string }>(KEY, [attachmentId]);
    return found && this.storage.get(found.key);
  }

  /**
   * Deletes what is left of a session's files whose rows are gone. What can't be deleted stays on the list of the sweeper.
   * @returns how many may still be there
   * @throws DatabaseUnavailable
   */
  async erase(sessionId: string): Promise<number> {
    const left = await this.sql.query<{ key: string }>(LEFT, [sessionId]);
    let failed = 0;
    for (let from = 0; from < left.length; from += AT_ONCE) {
      const batch = left.slice(from, from + AT_ONCE).map(({ key }) => key);
      const results = await Promise.allSettled(batch.map((key) => this.storage.delete(key)));
      const gone = batch.filter((_, index) => results[index]?.status === 'fulfilled');
      await this.sql.query(FORGET, [gone]);
      failed += batch.length - gone.length;
    }
    return failed;
  }
}
