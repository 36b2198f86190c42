import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';
import { outboxOldest, outboxWaiting } from '../telemetry/backlog-metrics.js';
import { onScrape } from '../telemetry/scrape.js';

/** Events of endpoints that are switched off wait on purpose. */
const WAITING: SqlStatement = {
  name: 'webhook_waiting',
  text: `
    SELECT count(*)::int AS waiting, min(o.occurred_at) AS oldest FROM webhook_outbox o
    JOIN webhook_endpoints e USING (endpoint_id)
    WHERE o.status IN ('waiting', 'pending') AND e.enabled`,
};

/** Tells how many events wait for their webhook, and how long, when somebody asks. */
@Injectable()
export class OutboxBacklog implements OnModuleInit, OnModuleDestroy {
  private end: () => void = () => undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.end = onScrape(async () => {
      const [row] = await this.database.query<{ waiting: number; oldest: Date | null }>(WAITING);
      outboxWaiting.set(row?.waiting ?? 0);
      outboxOldest.set(row?.oldest ? Math.max(0, this.clock.now() - row.oldest.getTime()) / 1000 : 0);
    });
  }

  onModuleDestroy(): void {
    this.end();
  }
}
