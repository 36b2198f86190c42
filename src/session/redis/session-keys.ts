/**
 * Hash tags whose slots lie evenly: the n-th in [256 n, 256 (n + 1)) of the 16,384, so that any number of masters gets its share of
 * the sessions. Part of the layout: another list would look for every session elsewhere.
 */
const TAGS = (
  'bh bd by bq aa ai 3 ax c2 ds b9 b1 b j s a8 bi ba bx bp ad ah 2 ay c3 dr b8 b0 c k r z ' +
  'bj bb ca bs ac ak 1 9 c0 c8 dh b3 d h q y bk bc bz br ab aj 0 8 c1 c9 di b2 a i p x'
).split(' ');

/** The keys of one bucket: sessions that share a slot and their two indexes. */
export interface BucketKeys {
  readonly byExpiry: string;
  readonly byCreation: string;
  readonly session: string;
  readonly tombstone: string;
  readonly evenOps: string;
  readonly oddOps: string;
}

/** Where a session's keys are. The bucket's keys of single sessions are prefixes: the id follows. */
export class SessionKeys {
  readonly buckets: readonly BucketKeys[];
  /** Any key of the layout, for a question that is about none. */
  readonly meta: string;

  constructor(keyPrefix: string) {
    this.meta = `${keyPrefix}meta`;
    this.buckets = TAGS.map((tag) => {
      const bucket = `${keyPrefix}{${tag}}:`;
      return {
        byExpiry: `${bucket}ie`,
        byCreation: `${bucket}ic`,
        session: `${bucket}h:`,
        tombstone: `${bucket}x:`,
        evenOps: `${bucket}o0:`,
        oddOps: `${bucket}o1:`,
      };
    });
  }

  /** The bucket of a session, by the FNV-1a hash (32 bit) of its id. */
  bucketOf(sessionId: string): BucketKeys {
    let hash = 0x811c9dc5;
    for (let i = 0; i < sessionId.length; i += 1) hash = Math.imul(hash ^ sessionId.charCodeAt(i), 0x01000193);
    // The high bits are the better mixed ones.
    const bucket = this.buckets[(hash ^ (hash >>> 16)) & (TAGS.length - 1)];
    if (!bucket) throw new RangeError('there is no such bucket');
    return bucket;
  }
}
