import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../jobs/jobs.js';
import { JobsUnavailable } from '../jobs/jobs.errors.js';
import { CustomerEraser } from './customer-eraser.js';
import { DatabaseFiles } from './database-files.js';
import { ErasureLedger } from './erasure-ledger.js';

const NAME = 'erasure';
const EVERY_MINUTE = '* * * * *';
/** Erasures gone on with in one run; the rest has its turn a minute later. */
const MOST = 1000;
/** What is away is often back soon: how often one run looks at what is left, and the pause between, ms. */
const ATTEMPTS = 10;
const PAUSE_MS = 5000;

/**
 * Finishes erasures that a process left: it died, a store was away, or there was too much for one request. And cleans the embedded
 * database's files after each.
 */
@Injectable()
export class ErasureJob implements OnModuleInit {
  private readonly logger = new Logger('Privacy');

  constructor(
    private readonly jobs: Jobs,
    private readonly ledger: ErasureLedger,
    private readonly eraser: CustomerEraser,
    private readonly files: DatabaseFiles,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      name: NAME,
      handler: (_payload, { signal }) => this.run(signal),
      ...{ retryLimit: 3, retryDelaySeconds: 15, expireInSeconds: 3600 },
      ...{ cron: EVERY_MINUTE, atStart: true, oneAtATime: true },
    });
  }

  /** Lets it run soon; where jobs do not run at the moment, the clock does. */
  async wake(): Promise<void> {
    try {
      await this.jobs.send(NAME);
    } catch (error) {
      if (!(error instanceof JobsUnavailable)) throw error;
    }
  }

  private async run(signal: AbortSignal): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const left = await this.goOn(signal);
      await this.cleanFiles();
      if (left === 0) return;
      if (attempt === ATTEMPTS) {
        this.logger.warn({ event: 'erasures_pending', left }, 'Something could not be reached; it is tried again.');
        return;
      }
      await sleep(PAUSE_MS, undefined, { signal });
    }
  }

  /** Answers how many erasures are not done. */
  private async goOn(signal: AbortSignal): Promise<number> {
    let left = 0;
    for (const receiptId of await this.ledger.underWay(MOST)) {
      signal.throwIfAborted();
      if (await this.eraser.run(receiptId, signal)) this.logger.log({ event: 'erasure_complete', receiptId });
      else left += 1;
    }
    return left;
  }

  private async cleanFiles(): Promise<void> {
    if (!this.files.areOurs) return;
    const done = await this.ledger.inFiles(MOST);
    if (done.length === 0) return;
    await this.files.clean();
    await this.ledger.cleaned(done);
    this.logger.log({ event: 'database_files_cleaned', erasures: done.length });
  }
}
