import { Injectable, Logger } from '@nestjs/common';
import { Counter } from 'prom-client';
import { AppError } from '../common/app-error.js';
import { Clock } from '../common/clock.js';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { metrics } from '../telemetry/metrics.js';
import { failSpan, inSpan } from '../telemetry/spans.js';
import { traceParentOf } from '../telemetry/trace-parent.js';
import { readBody } from './event-content.js';
import { type ClaimedEvent, Outbox, type TryReport } from './outbox.js';
import { retryPause } from './retry-pause.js';
import { SecretSeal } from './secret-seal.js';
import { type SendOutcome, sendWebhook } from './send-webhook.js';
import { signedHeaders } from './signed-headers.js';

/** An endpoint that took nothing for this long is not tried any more, in ms: longer than one event is tried. */
const FAILING_TOO_LONG_MS = 3 * 86_400_000;
const GONE = 410;

/** Tries by what became of them: `delivered`, `failed` (tried again later) or `dead`. */
const webhookTries = new Counter({
  name: 'frontdesk_webhook_tries_total',
  help: 'Tries to deliver an event to a webhook, by result: delivered, failed or dead',
  labelNames: ['result'],
  registers: [metrics],
});

/** Makes one try of one event that was claimed, and writes down what became of it. */
@Injectable()
export class Courier {
  private readonly logger = new Logger('Webhooks');

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly seal: SecretSeal,
    private readonly clock: Clock,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  /**
   * Never throws. What can't be written down is tried again when the lease runs out.
   * @param signal ends the try, which then counts as never made
   */
  async deliver(event: ClaimedEvent, signal: AbortSignal): Promise<void> {
    try {
      const outcome = await this.attempt(event, signal);
      if (outcome === undefined) await this.outbox.giveBack(event);
      else await this.record(event, outcome);
    } catch (error) {
      this.warn('webhook_not_recorded', event, error);
    }
  }

  /** Undefined: there was no try. */
  private async attempt(event: ClaimedEvent, signal: AbortSignal): Promise<TryReport | undefined> {
    try {
      const body = await readBody(this.database, event);
      if (!body || signal.aborted || !this.outbox.mayStart(event)) return undefined;
      return reportOf(await this.send(event, JSON.stringify(body), signal));
    } catch (error) {
      if (signal.aborted) return undefined;
      this.warn('webhook_not_sent', event, error);
      return { status: null, error: codeOf(error) };
    }
  }

  private send(event: ClaimedEvent, body: string, signal: AbortSignal): Promise<SendOutcome> {
    const { endpointId, eventId, attempts } = event;
    const attributes = { 'frontdesk.webhook.endpoint_id': endpointId, 'frontdesk.webhook.event_id': eventId };
    return inSpan('webhook delivery', { ...attributes, 'frontdesk.webhook.attempt': attempts }, async (span) => {
      const outcome = await this.post(event, body, traceParentOf(span), signal);
      if ('status' in outcome) span.setAttribute('http.response.status_code', outcome.status);
      else failSpan(span, outcome.failure);
      return outcome;
    });
  }

  private post(
    event: ClaimedEvent,
    body: string,
    traceParent: string | undefined,
    signal: AbortSignal,
  ): Promise<SendOutcome> {
    const secrets = this.seal.openAll(event.secrets);
    const signed = signedHeaders({ eventId: event.eventId, body, secrets, at: this.clock.date() });
    const headers = traceParent === undefined ? signed : { ...signed, traceparent: traceParent };
    return sendWebhook({ url: event.url, body, headers }, this.config.webhooks, signal);
  }

  private async record(event: ClaimedEvent, report: TryReport): Promise<void> {
    const { status } = report;
    if (status !== null && status >= 200 && status < 300) {
      webhookTries.inc({ result: 'delivered' });
      await this.outbox.settle(event, 'delivered', report);
      await this.outbox.markWell(event);
      return;
    }
    const isDead = status === GONE || event.attempts >= this.config.webhooks.maxAttempts;
    webhookTries.inc({ result: isDead ? 'dead' : 'failed' });
    if (isDead) await this.outbox.settle(event, 'dead', report);
    else await this.outbox.postpone(event, retryPause(event.attempts), report);
    await this.judge(event, status);
  }

  private async judge(event: ClaimedEvent, status: number | null): Promise<void> {
    await this.outbox.markFailing(event);
    const { endpointId, failingSince } = event;
    const failingMs = failingSince === null ? 0 : this.clock.now() - failingSince.getTime();
    const reason = status === GONE ? 'gone' : failingMs >= FAILING_TOO_LONG_MS ? 'failing' : undefined;
    if (reason === undefined || !(await this.outbox.disable(event, reason))) return;
    this.logger.warn(
      { event: 'webhook_disabled', endpointId, reason },
      'A webhook is disabled; nothing is sent there.',
    );
  }

  private warn(name: string, { endpointId, eventId }: ClaimedEvent, error: unknown): void {
    this.logger.warn({ event: name, endpointId, eventId, code: codeOf(error) });
  }
}

function reportOf(outcome: SendOutcome): TryReport {
  return 'status' in outcome ? { status: outcome.status, error: null } : { status: null, error: outcome.failure };
}

function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : 'internal';
}
