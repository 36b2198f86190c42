import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { AppError } from '../common/app-error.js';
import { Stopping } from '../common/stopping.js';
import { Jobs } from './jobs.js';

/** Pause before the jobs are started again after a start that failed, in ms. */
const AGAIN_MS = 30_000;

/** Starts the jobs when every room has defined its own, without the desk waiting for it; stops them beside the other rooms and before the database closes. */
@Injectable()
export class JobsLifecycle implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger('Jobs');
  private again: NodeJS.Timeout | undefined;
  private stopping: Promise<void> | undefined;

  constructor(
    private readonly jobs: Jobs,
    private readonly end: Stopping,
  ) {}

  onApplicationBootstrap(): void {
    void this.start();
  }

  onModuleDestroy(): void {
    clearTimeout(this.again);
    this.stopping = this.jobs.stop(this.end.leftMs());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stopping;
  }

  private async start(): Promise<void> {
    try {
      await this.jobs.start();
    } catch (error) {
      if (this.stopping) return;
      const cause = error instanceof AppError ? error.code : error instanceof Error ? error.message : 'unknown';
      this.logger.warn({ event: 'jobs_not_started', cause }, 'Background jobs wait; the next start is tried soon.');
      this.again = setTimeout(() => void this.start(), AGAIN_MS).unref();
    }
  }
}
