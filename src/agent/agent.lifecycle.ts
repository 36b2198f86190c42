import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Stopping } from '../common/stopping.js';
import { RunningTurns } from './running-turns.js';

/** Before anything is closed, running turns finish, or are left to another instance when the grace is over. */
@Injectable()
export class AgentLifecycle implements BeforeApplicationShutdown {
  constructor(
    private readonly running: RunningTurns,
    private readonly stopping: Stopping,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.running.drain(this.stopping.leftMs());
  }
}
