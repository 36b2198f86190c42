import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { Relay } from './relay.js';

/** Sends events while the application runs. It stops beside the other rooms, not after them, and before the database closes. */
@Injectable()
export class RelayLifecycle implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private stopping: Promise<void> | undefined;

  constructor(
    private readonly relay: Relay,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.relay.start();
  }

  onModuleDestroy(): void {
    this.stopping = this.relay.stop(this.config.api.shutdownGraceMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stopping;
  }
}
