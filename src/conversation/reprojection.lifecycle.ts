import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SessionLeases } from '../session/session-lease.js';
import { InjectSessionStore, type SessionStore } from '../session/session-store.js';
import { SessionStoreLifecycle } from '../session/session-store-lifecycle.js';
import { isStoreAway } from '../session/session.errors.js';
import { reprojectedSessions } from '../telemetry/metrics.js';
import { Conversations } from './conversations.js';
import { Reprojection } from './reprojection.js';
import { UnprojectedConversations } from './unprojected-conversations.js';

/** How often the list is looked at although this process noticed no outage: another one may have died in one. In ms. */
const PERIOD_MS = 30_000;

/** Brings the session store up to date when it is back, at the start, and now and then. */
@Injectable()
export class ReprojectionLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Reprojection.name);
  private readonly reprojection: Reprojection;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(
    @InjectSessionStore() store: SessionStore,
    leases: SessionLeases,
    conversations: Conversations,
    unprojected: UnprojectedConversations,
    private readonly storeLifecycle: SessionStoreLifecycle,
  ) {
    this.reprojection = new Reprojection({ store, leases, conversations, unprojected });
  }

  onApplicationBootstrap(): void {
    const run = (): void => void (this.running ??= this.run().finally(() => (this.running = undefined)));
    this.storeLifecycle.onReturn(run);
    this.timer = setInterval(run, PERIOD_MS).unref();
    run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    try {
      const count = await this.reprojection.run();
      reprojectedSessions.inc(count);
      if (count > 0) this.logger.log({ event: 'sessions_reprojected', count });
    } catch (error) {
      // Away again: its return starts the next run.
      if (!isStoreAway(error)) this.logger.warn('Telling the session store failed; the next run tries again.', error);
    }
  }
}
