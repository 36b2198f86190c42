import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import { type ArchiveCounts, noCounts } from './archive-counts.js';
import { COUNTS, SESSIONS } from './export-statements.js';
import { SessionArchive } from './session-archive.js';

/** Of the archive's layout; moves when a reader of the last one would misread it. */
const FORMAT_VERSION = 1;
/** Sessions read at a time. */
const PAGE = 50;

/** What stands before everything else. `counts` is what was on record when the export began. */
interface ArchiveHeader {
  readonly format: 'frontdesk-customer-export';
  readonly formatVersion: typeof FORMAT_VERSION;
  readonly madeAt: string;
  readonly userId: string;
  readonly counts: ArchiveCounts;
  /** Sessions of somebody who only claims to be this user. */
  readonly leftOut: { readonly claimedSessions: number };
}

/** All that is kept of one user as one JSON document. */
@Injectable()
export class CustomerExport {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionArchive,
    private readonly clock: Clock,
  ) {}

  /**
   * The archive, as text that is read from the stores while it is taken: it never is in memory as a whole, and what is written meanwhile
   * may be in it or not. No connection is held between two pieces. With `claimed`, sessions count too whose user nobody has vouched for.
   * @throws DatabaseUnavailable; the text throws what the stores throw
   */
  async open(userId: string, { claimed }: { readonly claimed: boolean }): Promise<AsyncIterable<string>> {
    const [row] = await this.database.query<ArchiveCounts & { claimedLeftOut: number }>(COUNTS, [userId, claimed]);
    if (!row) throw new Error('a count has one row');
    const { claimedLeftOut, ...counts } = row;
    return this.write(claimed, {
      ...{ format: 'frontdesk-customer-export', formatVersion: FORMAT_VERSION },
      ...{ madeAt: this.clock.date().toISOString(), userId, counts },
      leftOut: { claimedSessions: claimedLeftOut },
    });
  }

  private async *write(claimed: boolean, header: ArchiveHeader): AsyncGenerator<string, void> {
    const written = noCounts();
    yield `{"header":${JSON.stringify(header)},\n"sessions":[`;
    for (let after = ''; ;) {
      const page = await this.database.query<{ sessionId: string }>(SESSIONS, [header.userId, claimed, after, PAGE]);
      for (const session of page) {
        yield written.sessions === 0 ? '\n' : ',\n';
        yield* this.sessions.write(session, written);
        after = session.sessionId;
      }
      if (page.length < PAGE) break;
    }
    yield `],\n"written":${JSON.stringify(written)}}\n`;
  }
}
