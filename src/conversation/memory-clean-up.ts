import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { Jobs } from '../jobs/jobs.js';
import { Memories } from './memories.js';

/** At night by UTC; which minute does not matter. */
const NIGHTLY = '23 3 * * *';
/** How many memories one statement removes: a table of years must not hold locks for minutes. */
const AT_ONCE = 1000;

/** Removes memories that are past their time, every night by one instance. */
@Injectable()
export class MemoryCleanUp implements OnModuleInit {
  private readonly logger = new Logger('MemoryCleanUp');

  constructor(
    private readonly memories: Memories,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  onModuleInit(): void {
    const { memoryRetentionMs } = this.config.agent;
    if (memoryRetentionMs === null) return;
    this.jobs.define({
      name: 'memory-clean-up',
      handler: async (_payload, { signal }) => {
        const removed = await this.run(memoryRetentionMs, signal);
        if (removed > 0) this.logger.log({ event: 'memories_removed', removed });
      },
      ...{ retryLimit: 3, retryDelaySeconds: 60, expireInSeconds: 3600, cron: NIGHTLY, oneAtATime: true },
    });
  }

  private async run(retentionMs: number, signal: AbortSignal): Promise<number> {
    const before = new Date(this.clock.now() - retentionMs);
    for (let removed = 0; ;) {
      signal.throwIfAborted();
      const some = await this.memories.cleanUp(before, AT_ONCE);
      removed += some;
      if (some < AT_ONCE) return removed;
    }
  }
}
