import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

/** Where the process is in its life. Not ready any more from the first moment of a shutdown, before anything is drained. */
@Injectable()
export class ProcessState implements OnApplicationBootstrap, OnModuleDestroy {
  private state: 'starting' | 'started' | 'stopping' = 'starting';

  get current(): 'starting' | 'started' | 'stopping' {
    return this.state;
  }

  onApplicationBootstrap(): void {
    this.state = 'started';
  }

  onModuleDestroy(): void {
    this.state = 'stopping';
  }
}
