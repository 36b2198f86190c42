import { type Clock } from '../../common/clock.js';
import { type Sql, type SqlStatement } from '../../database/sql.js';
import { type BlobStorage } from './storage/blob-storage.js';

/** Blobs taken off the list in one go. */
const BATCH = 100;
/** When a blob that could not be deleted is tried again, ms; also how long a process may take that died over it. */
const RETRY_MS = 300_000;

/** Instances that sweep at once each take others. */
const CLAIM: SqlStatement = {
  name: 'attachment_claim_blobs',
  text: `
    UPDATE attachment_blobs_to_delete SET not_before = $2
    WHERE storage_key IN (
      SELECT storage_key FROM attachment_blobs_to_delete WHERE not_before <= $1 ORDER BY not_before LIMIT ${BATCH}
      FOR UPDATE SKIP LOCKED)
    RETURNING storage_key AS key`,
};

const FORGET: SqlStatement = {
  name: 'attachment_forget_blobs',
  text: `DELETE FROM attachment_blobs_to_delete WHERE storage_key = ANY ($1::text[])`,
};

/** Deletes the blobs of files that are gone: as long as one is on the list, it may still be there. */
export class BlobSweeper {
  constructor(
    private readonly sql: Sql,
    private readonly storage: BlobStorage,
    private readonly clock: Clock,
  ) {}

  /**
   * Deletes what is due. What fails stays on the list and is tried again later.
   * @returns how many blobs are gone, and the first failure, if any
   * @throws DatabaseUnavailable
   */
  async sweep(): Promise<{ readonly deleted: number; readonly failure?: unknown }> {
    let deleted = 0;
    for (;;) {
      const now = this.clock.now();
      const claimed = await this.sql.query<{ key: string }>(CLAIM, [new Date(now), new Date(now + RETRY_MS)]);
      const results = await Promise.allSettled(claimed.map(({ key }) => this.storage.delete(key)));
      const gone = claimed.filter((_, index) => results[index]?.status === 'fulfilled').map(({ key }) => key);
      if (gone.length > 0) await this.sql.query(FORGET, [gone]);
      deleted += gone.length;
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) return { deleted, failure: failed.reason };
      if (claimed.length < BATCH) return { deleted };
    }
  }
}
