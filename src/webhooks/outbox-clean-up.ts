import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';
import { Jobs } from '../jobs/jobs.js';

/** At night by UTC; which minute does not matter. */
const NIGHTLY = '41 3 * * *';
/** How many rows one statement removes: it must not hold locks for minutes. */
const AT_ONCE = 1000;
const DAY_MS = 86_400_000;
/** How long what was delivered can be looked at and sent again, in ms. */
const DELIVERED_MS = 7 * DAY_MS;
/** The same for what was given up, and how long events wait for an endpoint that is disabled, in ms. */
const UNDELIVERED_MS = 30 * DAY_MS;

const REMOVE_SETTLED: SqlStatement = {
  name: 'webhook_remove_settled',
  text: `
    DELETE FROM webhook_outbox WHERE (endpoint_id, position) IN (
      SELECT endpoint_id, position FROM webhook_outbox
      WHERE settled_at < $1 AND (status = 'delivered' OR settled_at < $2) LIMIT ${AT_ONCE})
    RETURNING position`,
};

/** Newest first: when the endpoint comes back meanwhile, no event is left behind one that is gone. */
const REMOVE_ABANDONED: SqlStatement = {
  name: 'webhook_remove_abandoned',
  text: `
    DELETE FROM webhook_outbox WHERE (endpoint_id, position) IN (
      SELECT o.endpoint_id, o.position FROM webhook_outbox o LEFT JOIN webhook_endpoints e USING (endpoint_id)
      WHERE e.endpoint_id IS NULL OR (e.disabled_at < $1 AND o.status IN ('waiting', 'pending'))
      ORDER BY o.endpoint_id, o.position DESC LIMIT ${AT_ONCE})
    RETURNING position`,
};

/** Empties the outbox of what is over, every night by one instance. */
@Injectable()
export class OutboxCleanUp implements OnModuleInit {
  private readonly logger = new Logger('Webhooks');

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      name: 'webhook-clean-up',
      handler: async (_payload, { signal }) => {
        const now = this.clock.now();
        const [delivered, undelivered] = [new Date(now - DELIVERED_MS), new Date(now - UNDELIVERED_MS)];
        const settled = await this.remove(REMOVE_SETTLED, [delivered, undelivered], signal);
        const abandoned = await this.remove(REMOVE_ABANDONED, [undelivered], signal);
        if (settled + abandoned > 0) this.logger.log({ event: 'webhook_outbox_emptied', settled, abandoned });
      },
      ...{ retryLimit: 3, retryDelaySeconds: 60, expireInSeconds: 3600, cron: NIGHTLY, oneAtATime: true },
    });
  }

  private async remove(statement: SqlStatement, values: readonly Date[], signal: AbortSignal): Promise<number> {
    for (let removed = 0; ;) {
      signal.throwIfAborted();
      const some = (await this.database.query(statement, values)).length;
      removed += some;
      if (some < AT_ONCE) return removed;
    }
  }
}
