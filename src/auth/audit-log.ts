import { Injectable, Logger } from '@nestjs/common';
import { ValidationFailed } from '../common/app-error.js';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';
import { type OperationName } from '../transport/operations.js';
import { toAppError } from '../transport/transport.errors.js';

/** What an act was done to: ids by their names, such as `{ticketId: 'tkt_1'}`. Never personal data (`customer` is a keyed hash). */
export type AuditSubject = Readonly<Record<string, string | readonly string[]>>;

/** An act of administration that is about to be done. */
export interface AuditedAct {
  /** A key's id, or `cli`. */
  readonly actorId: string;
  readonly actorName: string;
  readonly action: OperationName;
  readonly subject: AuditSubject;
  readonly requestId: string | null;
  readonly address: string | null;
}

/** An act as it is on record. */
export interface AuditEntry extends AuditedAct {
  readonly auditId: string;
  readonly at: Date;
  /** `ok` or the code of the error; null while the act lasts, and for ever when its process died in it. */
  readonly outcome: string | null;
}

/** Which acts; what is absent does not matter. */
export interface AuditFilter {
  readonly action?: string | undefined;
  readonly actorId?: string | undefined;
}

const WRITE: SqlStatement = {
  name: 'audit_write',
  text: `
    INSERT INTO audit_log (audit_id, at, actor_id, actor_name, action, subject, request_id, address, outcome)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
};

const FINISH: SqlStatement = {
  name: 'audit_finish',
  text: `UPDATE audit_log SET outcome = $2, subject = subject || $3::jsonb WHERE audit_id = $1 AND outcome IS NULL`,
};

const LIST: SqlStatement = {
  name: 'audit_list',
  text: `
    SELECT audit_id AS "auditId", at, actor_id AS "actorId", actor_name AS "actorName", action, subject, outcome,
      request_id AS "requestId", address, number
    FROM audit_log
    WHERE ($1::bigint IS NULL OR number < $1) AND ($2::text IS NULL OR action = $2) AND ($3::text IS NULL OR actor_id = $3)
    ORDER BY number DESC LIMIT $4`,
};

/**
 * Who did what to the desk. An act is on record before it begins, so one that can't be recorded is not done; its outcome is added when it
 * has ended. Nothing else ever changes an entry, and only the retention of data removes old ones.
 */
@Injectable()
export class AuditLog {
  private readonly logger = new Logger('Audit');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Does `work` on record; `subjectOf` adds what only its result tells.
   * @throws what `work` throws; DatabaseUnavailable, and then `work` was not begun
   */
  async around<T>(act: AuditedAct, work: () => Promise<T>, subjectOf: (result: T) => AuditSubject): Promise<T> {
    const auditId = await this.write(act, null);
    try {
      const result = await work();
      await this.finish(auditId, 'ok', subjectOf(result));
      return result;
    } catch (error) {
      await this.finish(auditId, toAppError(error).code, {});
      throw error;
    }
  }

  /** Records an act that was not let happen. @throws DatabaseUnavailable */
  async refused(act: AuditedAct, code: string): Promise<void> {
    await this.write(act, code);
  }

  /** The newest first. @throws ValidationFailed when the cursor is none of ours */
  async page(
    { action, actorId }: AuditFilter,
    limit: number,
    cursor: string | undefined,
  ): Promise<{ readonly entries: readonly AuditEntry[]; readonly nextCursor: string | null }> {
    if (cursor !== undefined && !/^[1-9]\d{0,17}$/.test(cursor)) {
      throw ValidationFailed.of('cursor', 'must be the nextCursor of an earlier page');
    }
    const values = [cursor ?? null, action ?? null, actorId ?? null, limit + 1];
    const rows = await this.database.query<AuditEntry & { number: string }>(LIST, values);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { entries: rows.slice(0, limit), nextCursor: last?.number ?? null };
  }

  private async write(act: AuditedAct, outcome: string | null): Promise<string> {
    const { actorId, actorName, action, subject, requestId, address } = act;
    const auditId = newId('aud');
    const values = [
      auditId,
      this.clock.date(),
      actorId,
      actorName,
      action,
      JSON.stringify(subject),
      requestId,
      address,
    ];
    await this.database.query(WRITE, [...values, outcome]);
    return auditId;
  }

  /** The act is done, whatever becomes of this: an entry without an outcome says that one has to look. */
  private async finish(auditId: string, outcome: string, subject: AuditSubject): Promise<void> {
    try {
      await this.database.query(FINISH, [auditId, outcome, JSON.stringify(subject)]);
    } catch (error) {
      this.logger.error({ event: 'audit_outcome_not_written', auditId, outcome, reason: String(error) });
    }
  }
}
