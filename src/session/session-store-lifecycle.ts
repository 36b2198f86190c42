import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { InjectSessionStore, type SessionStore } from './session-store.js';
import { SessionSweeper } from './session-sweeper.js';

/** Opens the session store with the application, keeps it clean meanwhile and closes it last. */
@Injectable()
export class SessionStoreLifecycle implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(SessionStoreLifecycle.name);
  private readonly sweeper: SessionSweeper;

  constructor(
    @InjectSessionStore() private readonly store: SessionStore,
    @InjectConfig() config: AppConfig,
  ) {
    this.sweeper = new SessionSweeper(store, config.session.cleanupIntervalMs, (failure) => {
      this.logger.warn('A clean-up of expired sessions failed; the next one tries again.', failure);
    });
  }

  /** @throws StoreUnavailable when the store doesn't answer */
  async onModuleInit(): Promise<void> {
    await this.store.ping();
    this.sweeper.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.sweeper.stop();
    await this.store.close();
  }
}
