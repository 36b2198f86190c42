import { Injectable } from '@nestjs/common';
import { SessionEraser } from '../chat/session-eraser.js';
import { ConversationAges } from '../conversation/conversation-ages.js';
import { OldMessages } from '../conversation/old-messages.js';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';
import { retentionRemoved } from '../telemetry/privacy-metrics.js';
import { REMOVE_ATTACHMENTS, REMOVE_AUDIT, REMOVE_RECEIPTS } from './retention-statements.js';

/** Conversations looked at in one statement, and rows that one removes: neither must hold locks or a connection for long. */
const AT_ONCE = 500;

/** Before when each class of data is past its time; null: it has none. */
export interface RetentionTimes {
  readonly sessions: Date | null;
  readonly messages: Date | null;
  readonly attachments: Date | null;
  readonly audit: Date | null;
  readonly receipts: Date | null;
}

export type RetentionClass = keyof RetentionTimes;

const BY_AGE = {
  attachments: REMOVE_ATTACHMENTS,
  audit: REMOVE_AUDIT,
  receipts: REMOVE_RECEIPTS,
} as const satisfies Partial<Record<RetentionClass, SqlStatement>>;

/** Removes what is past its time, in many small transactions. Cut at any point, it goes on where there is something left. */
@Injectable()
export class Retention {
  constructor(
    private readonly database: Database,
    private readonly ages: ConversationAges,
    private readonly oldMessages: OldMessages,
    private readonly sessions: SessionEraser,
  ) {}

  /** @returns how much of each class was removed @throws DatabaseUnavailable, the reason of `signal` */
  async run(times: RetentionTimes, signal: AbortSignal): Promise<Record<RetentionClass, number>> {
    const removed = { sessions: 0, messages: 0, attachments: 0, audit: 0, receipts: 0 };
    const count = (name: RetentionClass, some: number): void => {
      removed[name] += some;
      retentionRemoved.inc({ class: name }, some);
    };
    if (times.sessions !== null || times.messages !== null) await this.walk(times, signal, count);
    for (const [name, statement] of Object.entries(BY_AGE) as [keyof typeof BY_AGE, SqlStatement][]) {
      const before = times[name];
      if (before === null) continue;
      await repeat(signal, async () => {
        const some = (await this.database.query(statement, [before, AT_ONCE])).length;
        count(name, some);
        return some;
      });
    }
    return removed;
  }

  /** Over all conversations by their ids: whole ones that are idle, the beginnings of others. */
  private async walk(
    { sessions: idleBefore, messages: messagesBefore }: RetentionTimes,
    signal: AbortSignal,
    count: (name: RetentionClass, some: number) => void,
  ): Promise<void> {
    for (let after = ''; ;) {
      signal.throwIfAborted();
      const page = await this.ages.page(after, AT_ONCE, { idleBefore, messagesBefore });
      for (const { sessionId, idle, hasOldMessages } of page) {
        signal.throwIfAborted();
        after = sessionId;
        if (idle && idleBefore) count('sessions', Number(await this.sessions.expire(sessionId, idleBefore)));
        else if (hasOldMessages && messagesBefore) {
          await repeat(signal, async () => {
            const some = await this.oldMessages.remove(sessionId, messagesBefore, AT_ONCE);
            count('messages', some);
            return some;
          });
        }
      }
      if (page.length < AT_ONCE) return;
    }
  }
}

/** Until a batch was not full. */
async function repeat(signal: AbortSignal, remove: () => Promise<number>): Promise<void> {
  do signal.throwIfAborted();
  while ((await remove()) === AT_ONCE);
}
