import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectRateCounters, type RateCounters } from './rate-counters.js';

/** Opens the counters with the application and closes them when nothing is served any more. */
@Injectable()
export class LimitsLifecycle implements OnModuleInit, OnApplicationShutdown {
  constructor(@InjectRateCounters() private readonly counters: RateCounters) {}

  onModuleInit(): Promise<void> {
    return this.counters.open();
  }

  onApplicationShutdown(): void {
    this.counters.close();
  }
}
