import { type ReadableSpan, type SpanExporter } from '@opentelemetry/sdk-trace';
import { exportedSpans } from './trace-metrics.js';

/** Writes one line to the log. */
export type Warn = (entry: object, message: string) => void;

type Report = Parameters<SpanExporter['export']>[1];

/** Passes spans on, counts what became of them, and says once that the collector is away and once that it is back. */
export class ReportingExporter implements SpanExporter {
  private away = false;

  constructor(
    private readonly collector: SpanExporter,
    private readonly warn: Warn,
  ) {}

  export(spans: ReadableSpan[], report: Report): void {
    this.collector.export(spans, (result) => {
      const lost = result.error !== undefined;
      exportedSpans.inc({ result: lost ? 'lost' : 'sent' }, spans.length);
      this.tell(lost);
      report(result);
    });
  }

  shutdown(): Promise<void> {
    return this.collector.shutdown();
  }

  async forceFlush(): Promise<void> {
    await this.collector.forceFlush?.();
  }

  private tell(away: boolean): void {
    if (this.away === away) return;
    this.away = away;
    if (away) this.warn({ event: 'traces_lost' }, 'The collector takes no traces; the desk goes on without them.');
    else this.warn({ event: 'traces_sent_again' }, 'The collector takes traces again.');
  }
}
