import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';
import { jobsWaiting } from '../telemetry/backlog-metrics.js';
import { onScrape } from '../telemetry/scrape.js';

/** Due and not begun, by pg-boss' own table (version 12); a job that is to be repeated waits too. */
const WAITING: SqlStatement = {
  name: 'jobs_waiting',
  text: `
    SELECT name, count(*)::int AS waiting FROM pgboss.job
    WHERE state IN ('created', 'retry') AND start_after <= now() GROUP BY name`,
};

/** Tells how many jobs wait, when somebody asks. */
@Injectable()
export class JobBacklog implements OnModuleInit, OnModuleDestroy {
  private end: () => void = () => undefined;

  constructor(private readonly database: Database) {}

  onModuleInit(): void {
    this.end = onScrape(async () => {
      const rows = await this.database.query<{ name: string; waiting: number }>(WAITING);
      jobsWaiting.reset();
      for (const { name, waiting } of rows) jobsWaiting.set({ job: name }, waiting);
    });
  }

  onModuleDestroy(): void {
    this.end();
  }
}
