import { Injectable } from '@nestjs/common';
import { NotFound } from '../common/app-error.js';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';
import { LOCK_SESSION } from './outbox-statements.js';

/** What can be told of an event for one endpoint. `waiting`: an earlier event of its session is not over yet. */
export const DELIVERY_STATUSES = ['waiting', 'pending', 'delivered', 'dead'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One event for one endpoint. */
export interface Delivery {
  readonly endpointId: string;
  /** Its place in the outbox, a whole number. */
  readonly position: string;
  /** The same for every endpoint; the header `webhook-id`. */
  readonly eventId: string;
  readonly type: string;
  readonly sessionId: string | null;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  /** Of the last try; null: there was none, or no answer. */
  readonly lastStatus: number | null;
  /** Why the last try had no answer. */
  readonly lastError: string | null;
  /** Null: as soon as possible, or never. */
  readonly dueAt: Date | null;
  readonly occurredAt: Date;
  /** When it was delivered or given up. */
  readonly settledAt: Date | null;
}

const COLUMNS = `endpoint_id AS "endpointId", position::text, event_id AS "eventId", type, session_id AS "sessionId", status, attempts,
  last_status AS "lastStatus", last_error AS "lastError",
  CASE WHEN status = 'pending' THEN nullif(due_at, '-infinity') END AS "dueAt",
  occurred_at AS "occurredAt", settled_at AS "settledAt"`;

const LIST: SqlStatement = {
  name: 'webhook_delivery_list',
  text: `
    SELECT ${COLUMNS} FROM webhook_outbox
    WHERE endpoint_id = $1 AND ($2::bigint IS NULL OR position < $2) AND ($3::text IS NULL OR status = $3)
    ORDER BY webhook_outbox.position DESC LIMIT $4`,
};

const SESSION_OF: SqlStatement = {
  name: 'webhook_delivery_session',
  text: `SELECT session_id AS "sessionId" FROM webhook_outbox WHERE endpoint_id = $1 AND position = $2`,
};

/** What is over begins anew at its old place: before what waits, behind what is being sent. What is not over is due at once. */
const REDELIVER: SqlStatement = {
  name: 'webhook_redeliver',
  text: `
    UPDATE webhook_outbox o
    SET due_at = '-infinity', settled_at = NULL,
      attempts = CASE WHEN status IN ('delivered', 'dead') THEN 0 ELSE attempts END,
      status = CASE
        WHEN status IN ('waiting', 'pending') THEN status
        WHEN EXISTS (
          SELECT FROM webhook_outbox other
          WHERE other.endpoint_id = o.endpoint_id AND other.session_id = o.session_id AND other.status IN ('waiting', 'pending')
        ) THEN 'waiting' ELSE 'pending' END
    WHERE endpoint_id = $1 AND position = $2
    RETURNING ${COLUMNS}`,
};

const PUT_TEST: SqlStatement = {
  name: 'webhook_put_test',
  text: `
    INSERT INTO webhook_outbox (endpoint_id, event_id, type, subject_id, occurred_at, status)
    VALUES ($1, 'evt_' || replace(gen_random_uuid()::text, '-', ''), 'webhook.test', $1, $2, 'pending')
    RETURNING ${COLUMNS}`,
};

/** What went, goes or will go to an endpoint, for people who look after it. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** At most `limit` deliveries before the position `before`, newest first. */
  list(
    endpointId: string,
    page: {
      readonly before?: string | undefined;
      readonly status?: DeliveryStatus | undefined;
      readonly limit: number;
    },
  ): Promise<Delivery[]> {
    return this.database.query<Delivery>(LIST, [endpointId, page.before ?? null, page.status ?? null, page.limit]);
  }

  /** Sends it again, with all its tries, under the same event id. @throws NotFound */
  async redeliver(endpointId: string, position: string): Promise<Delivery> {
    return this.database.transaction(async (sql) => {
      const [known] = await sql.query<{ sessionId: string | null }>(SESSION_OF, [endpointId, position]);
      if (!known) throw new NotFound('This webhook has no such delivery.');
      await sql.query(LOCK_SESSION, [known.sessionId]);
      return only(await sql.query<Delivery>(REDELIVER, [endpointId, position]));
    });
  }

  /** Sends an event that means nothing, to see whether it arrives. */
  async test(endpointId: string): Promise<Delivery> {
    return only(await this.database.query<Delivery>(PUT_TEST, [endpointId, this.clock.date()]));
  }
}

function only([row]: readonly Delivery[]): Delivery {
  if (!row) throw new NotFound('This webhook has no such delivery.');
  return row;
}
