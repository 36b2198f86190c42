import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type EventLog, InjectEventLog } from './event-log.js';

/** Opens the event log with the application and closes it last. */
@Injectable()
export class EventsLifecycle implements OnModuleInit, OnApplicationShutdown {
  constructor(@InjectEventLog() private readonly log: EventLog) {}

  /** Also starts without a log that is out of reach. */
  async onModuleInit(): Promise<void> {
    await this.log.open();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.log.close();
  }
}
