import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type Backplane, InjectBackplane } from './backplane.js';
import { SharedTimer } from './shared-timer.js';

/** Connects the instances with the application's start, and leaves the others when the last socket is gone. */
@Injectable()
export class RealtimeLifecycle implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @InjectBackplane() private readonly backplane: Backplane,
    private readonly timer: SharedTimer,
  ) {}

  onModuleInit(): void {
    this.backplane.open();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.timer.stop();
    // Without it the others see it when the entries run out.
    await this.backplane.presence.leave().catch(() => undefined);
    await this.backplane.close();
  }
}
