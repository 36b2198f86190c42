import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { NotFound } from '../common/app-error.js';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { Jobs } from '../jobs/jobs.js';
import { stateAfter } from './handoff-state.js';
import { HandoffTeller } from './handoff-teller.js';
import { TicketLedger } from './ticket-ledger.js';
import { type TicketMove, type WrittenMove } from './ticket-move.js';
import { type TicketRecord } from './ticket-record.js';

const EVERY_MINUTE = '* * * * *';
/** Tickets looked up at once. */
const AT_ONCE = 100;

/** Tells customers, once a ticket, that nobody has come so far. The ticket stays in the queue. */
@Injectable()
export class HandoffTimeouts implements OnModuleInit {
  private readonly logger = new Logger('HandoffTimeouts');

  constructor(
    private readonly ledger: TicketLedger,
    private readonly teller: HandoffTeller,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    @InjectConfig() private readonly config: Pick<AppConfig, 'handoff'>,
  ) {}

  onModuleInit(): void {
    const { timeoutMs } = this.config.handoff;
    if (timeoutMs === null) return;
    this.jobs.define({
      name: 'handoff-timeouts',
      handler: async (_payload, { signal }) => {
        const told = await this.run(timeoutMs, signal);
        if (told > 0) this.logger.log({ event: 'handoffs_timed_out', told });
      },
      ...{ retryLimit: 1, retryDelaySeconds: 10, expireInSeconds: 300, cron: EVERY_MINUTE, oneAtATime: true },
    });
  }

  /** Answers how many customers were told. */
  private async run(timeoutMs: number, signal: AbortSignal): Promise<number> {
    const before = new Date(this.clock.now() - timeoutMs);
    for (let told = 0; ;) {
      const overdue = await this.ledger.overdue(before, AT_ONCE);
      for (const ticketId of overdue) {
        signal.throwIfAborted();
        if (await this.timeOut(ticketId)) told += 1;
      }
      if (overdue.length < AT_ONCE) return told;
    }
  }

  private async timeOut(ticketId: string): Promise<boolean> {
    const move = await this.write(ticketId);
    if (move) await this.teller.tell(move);
    return move !== undefined;
  }

  /** Undefined when somebody came in this moment, or the session was deleted. */
  private async write(ticketId: string): Promise<WrittenMove | undefined> {
    try {
      return await this.ledger.lock(ticketId, async ({ ticket, write }) => {
        const move = this.moveOf(ticket);
        return move && write(move);
      });
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  }

  private moveOf({ handoffState, timedOutAt, number }: TicketRecord): TicketMove | undefined {
    const state = stateAfter('time_out', handoffState);
    if (state === undefined || timedOutAt !== null) return undefined;
    const text = nobodyCame(number);
    const message = { messageId: newId('msg'), role: 'system', text, clientMessageId: null, bodyHash: null } as const;
    return { at: this.clock.date(), actor: null, state, message };
  }
}

function nobodyCame(ticketNumber: number): string {
  return (
    `We are sorry: everybody is busy and could not get to you yet. Your ticket #${ticketNumber} stays open, and somebody will ` +
    'answer you here. You need not wait; until then you can go on asking me.'
  );
}
