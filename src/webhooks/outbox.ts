import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { Database } from '../database/database.js';
import {
  ANY_ENABLED,
  CLAIM,
  DISABLE,
  GIVE_BACK,
  LOCK_SESSION,
  MARK_FAILING,
  MARK_WELL,
  POSTPONE,
  SETTLE,
} from './outbox-statements.js';

/** What a lease lasts beyond the longest try, in ms: time for our own statements, and for clocks of instances that differ. */
const LEASE_MARGIN_MS = 30_000;

/** Of one endpoint so much is under way at once in one instance: a slow one does not take all there is. */
const MOST_PER_ENDPOINT = 4;

/** An event of one endpoint that this instance is to send, until `leasedUntil`; then another one may. */
export interface ClaimedEvent {
  readonly endpointId: string;
  readonly position: string;
  readonly eventId: string;
  readonly type: string;
  /** Null for a test. */
  readonly sessionId: string | null;
  /** Which try this is, from 1. */
  readonly attempts: number;
  readonly leasedUntil: Date;
  readonly url: string;
  readonly failingSince: Date | null;
  /** As they are stored, the newest first; all of them sign. */
  readonly secrets: readonly string[];
}

/** What is told of a try to people who look. */
export interface TryReport {
  readonly status: number | null;
  readonly error: string | null;
}

/** The outbox as the relay sees it: what is due, and what became of it. */
@Injectable()
export class Outbox {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  /** Whether there is any endpoint that something could be sent to. */
  async isWanted(): Promise<boolean> {
    const [row] = await this.database.query<{ wanted: boolean }>(ANY_ENABLED);
    return row?.wanted ?? false;
  }

  /**
   * Takes at most `most` events that are due. Claims of different instances never meet, and those of a process that died run out.
   * @param busy the endpoints of all that this instance is sending, one entry for each event
   */
  claim(most: number, busy: readonly string[]): Promise<ClaimedEvent[]> {
    const now = this.clock.now();
    const until = new Date(now + this.config.webhooks.timeoutMs + LEASE_MARGIN_MS);
    return this.database.query<ClaimedEvent>(CLAIM, [new Date(now), until, busy, MOST_PER_ENDPOINT, most]);
  }

  /** Whether the lease lasts for a whole try from now on. */
  mayStart({ leasedUntil }: ClaimedEvent): boolean {
    return this.clock.now() + this.config.webhooks.timeoutMs < leasedUntil.getTime();
  }

  /** The event is over; the next one of its session has its turn. Without effect when the lease was lost. */
  async settle(event: ClaimedEvent, status: 'delivered' | 'dead', report: TryReport): Promise<void> {
    const values = [...holderOf(event), status, this.clock.date(), report.status, report.error];
    await this.database.transaction(async (sql) => {
      await sql.query(LOCK_SESSION, [event.sessionId]);
      await sql.query(SETTLE, values);
    });
  }

  /** The same event again, `pauseMs` from now. Without effect when the lease was lost. */
  async postpone(event: ClaimedEvent, pauseMs: number, report: TryReport): Promise<void> {
    const dueAt = new Date(this.clock.now() + pauseMs);
    await this.database.query(POSTPONE, [...holderOf(event), dueAt, report.status, report.error]);
  }

  /** For whoever comes next, as if it had not been claimed. */
  async giveBack(event: ClaimedEvent): Promise<void> {
    await this.database.query(GIVE_BACK, holderOf(event));
  }

  /** The endpoint took something. */
  async markWell({ endpointId, failingSince }: ClaimedEvent): Promise<void> {
    if (failingSince !== null) await this.database.query(MARK_WELL, [endpointId]);
  }

  /** The endpoint failed to take something. */
  async markFailing({ endpointId, failingSince }: ClaimedEvent): Promise<void> {
    if (failingSince === null) await this.database.query(MARK_FAILING, [endpointId, this.clock.date()]);
  }

  /** Sends nothing there any more, until somebody enables it; false when that was so already. */
  async disable({ endpointId }: ClaimedEvent, reason: 'gone' | 'failing'): Promise<boolean> {
    return (await this.database.query(DISABLE, [endpointId, reason, this.clock.date()])).length > 0;
  }
}

function holderOf({ endpointId, position, leasedUntil }: ClaimedEvent): unknown[] {
  return [endpointId, position, leasedUntil];
}
