import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { RunningTurns } from './running-turns.js';

/** Before anything is closed, running turns finish or are cut. */
@Injectable()
export class AgentLifecycle implements BeforeApplicationShutdown {
  constructor(
    private readonly running: RunningTurns,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.running.drain(this.config.api.shutdownGraceMs);
  }
}
