import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { AppError } from '../common/app-error.js';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { Jobs } from './jobs.js';

/** Pause before the jobs are started again after a start that failed, in ms. */
const AGAIN_MS = 30_000;

/** Starts the jobs when every room has defined its own, without the desk waiting for it; stops them before the database closes. */
@Injectable()
export class JobsLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Jobs');
  private again: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly jobs: Jobs,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  onApplicationBootstrap(): void {
    void this.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.again);
    await this.jobs.stop(this.config.api.shutdownGraceMs);
  }

  private async start(): Promise<void> {
    try {
      await this.jobs.start();
    } catch (error) {
      if (this.stopped) return;
      const cause = error instanceof AppError ? error.code : error instanceof Error ? error.message : 'unknown';
      this.logger.warn({ event: 'jobs_not_started', cause }, 'Background jobs wait; the next start is tried soon.');
      this.again = setTimeout(() => void this.start(), AGAIN_MS).unref();
    }
  }
}
