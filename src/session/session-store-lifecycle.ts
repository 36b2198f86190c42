import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { sessionStoreUp } from '../telemetry/metrics.js';
import { InjectSessionStore, type SessionStore } from './session-store.js';
import { SessionStoreWatch } from './session-store-watch.js';
import { SessionSweeper } from './session-sweeper.js';
import { isStoreAway } from './session.errors.js';

/** Opens the session store with the application, watches it and keeps it clean meanwhile, and closes it last. */
@Injectable()
export class SessionStoreLifecycle implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(SessionStoreLifecycle.name);
  private readonly returnListeners: (() => void)[] = [];
  private readonly watch: SessionStoreWatch;
  private readonly sweeper: SessionSweeper;

  constructor(
    @InjectSessionStore() private readonly store: SessionStore,
    @InjectConfig() config: AppConfig,
  ) {
    this.watch = new SessionStoreWatch(store, {
      onAway: (error) => {
        this.noteAway(error);
      },
      onReturn: (awayMs) => {
        this.noteReturn(awayMs);
      },
    });
    this.sweeper = new SessionSweeper(store, config.session.cleanupIntervalMs, (failure) => {
      if (!isStoreAway(failure)) {
        this.logger.warn('A clean-up of expired sessions failed; the next one tries again.', failure);
      }
    });
  }

  /** Also starts without a store that is out of reach. @throws StoreMisconfigured when the store must not be used as it is */
  async onModuleInit(): Promise<void> {
    await this.store.open();
    sessionStoreUp.set(1);
    await this.watch.start();
    this.sweeper.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.watch.stop();
    await this.sweeper.stop();
    await this.store.close();
  }

  /** `listener` is called each time the store is back after it was away. */
  onReturn(listener: () => void): void {
    this.returnListeners.push(listener);
  }

  private noteAway(error: unknown): void {
    sessionStoreUp.set(0);
    const reason = error instanceof Error ? error.message : 'It does not answer.';
    this.logger.warn({ event: 'session_store_away', reason }, 'Conversations go on from the record until it is back.');
  }

  private noteReturn(awayMs: number): void {
    sessionStoreUp.set(1);
    this.logger.log({ event: 'session_store_back', awayMs });
    for (const listener of this.returnListeners) listener();
  }
}
