import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Stopping } from '../common/stopping.js';

/** Where the process is in its life. Not ready any more from the first moment of its end, before anything is drained. */
@Injectable()
export class ProcessState implements OnApplicationBootstrap, OnModuleDestroy {
  private hasStarted = false;

  constructor(private readonly stopping: Stopping) {}

  get current(): 'starting' | 'started' | 'stopping' {
    if (this.stopping.hasBegun) return 'stopping';
    return this.hasStarted ? 'started' : 'starting';
  }

  onApplicationBootstrap(): void {
    this.hasStarted = true;
  }

  /** An application may be closed without a signal. */
  onModuleDestroy(): void {
    this.stopping.begin();
  }
}
