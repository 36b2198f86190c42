import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Stopping } from '../common/stopping.js';
import { Relay } from './relay.js';

/** Sends events while the application runs. It stops beside the other rooms, not after them, and before the database closes. */
@Injectable()
export class RelayLifecycle implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private stopping: Promise<void> | undefined;

  constructor(
    private readonly relay: Relay,
    private readonly end: Stopping,
  ) {}

  onApplicationBootstrap(): void {
    this.relay.start();
  }

  onModuleDestroy(): void {
    this.stopping = this.relay.stop(this.end.leftMs());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stopping;
  }
}
