import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { Jobs } from '../jobs/jobs.js';
import { Retention, type RetentionTimes } from './retention.js';

/** At night by UTC, between the other clean-ups; which minute does not matter. */
const NIGHTLY = '7 2 * * *';

/** Removes what is past its time, every night by one instance; not at all while everything is kept. */
@Injectable()
export class RetentionJob implements OnModuleInit {
  private readonly logger = new Logger('Privacy');

  constructor(
    private readonly jobs: Jobs,
    private readonly retention: Retention,
    private readonly clock: Clock,
    @InjectConfig() private readonly config: Pick<AppConfig, 'retention'>,
  ) {}

  onModuleInit(): void {
    if (Object.values(this.config.retention).every((time) => time === null)) return;
    this.jobs.define({
      name: 'retention',
      handler: async (_payload, { signal }) => {
        const removed = await this.retention.run(this.times(), signal);
        if (Object.values(removed).some((count) => count > 0))
          this.logger.log({ event: 'retention_removed', ...removed });
      },
      ...{ retryLimit: 3, retryDelaySeconds: 60, expireInSeconds: 6 * 3600, cron: NIGHTLY, oneAtATime: true },
    });
  }

  private times(): RetentionTimes {
    const { sessionsMs, messagesMs, attachmentsMs, auditMs, receiptsMs } = this.config.retention;
    const before = (time: number | null): Date | null => (time === null ? null : new Date(this.clock.now() - time));
    return {
      ...{ sessions: before(sessionsMs), messages: before(messagesMs), attachments: before(attachmentsMs) },
      ...{ audit: before(auditMs), receipts: before(receiptsMs) },
    };
  }
}
