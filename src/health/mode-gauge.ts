import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { deskMode } from '../telemetry/process-metrics.js';
import { onScrape } from '../telemetry/scrape.js';
import { HealthReport, MODES } from './health-report.js';

/** Tells the mode of the desk, when somebody asks. */
@Injectable()
export class ModeGauge implements OnModuleInit, OnModuleDestroy {
  private end: () => void = () => undefined;

  constructor(private readonly report: HealthReport) {}

  onModuleInit(): void {
    this.end = onScrape(async () => {
      const { mode: now } = await this.report.ready();
      for (const mode of MODES) deskMode.set({ mode }, mode === now ? 1 : 0);
    });
  }

  onModuleDestroy(): void {
    this.end();
  }
}
