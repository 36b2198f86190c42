import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { type TraceExport } from './tracing-sdk.js';

/** Longest wait for the last spans at the end, in ms: a collector that is away must not keep the process. */
const LAST_SPANS_MS = 2000;

/** Makes traces while the desk runs, if it is to make any. Its packages are not even loaded otherwise. */
@Injectable()
export class Tracing implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Tracing');
  private traces: TraceExport | undefined;

  constructor(@InjectConfig() private readonly config: AppConfig) {}

  async onModuleInit(): Promise<void> {
    const { traces } = this.config.telemetry;
    if (traces === null) return;
    const { startTraces } = await import('./tracing-sdk.js');
    this.traces = startTraces(traces, (entry, message) => {
      this.logger.warn(entry, message);
    });
    this.logger.log({ event: 'tracing_started', sampler: traces.sampler });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.traces?.stop(LAST_SPANS_MS);
    this.traces = undefined;
  }
}
