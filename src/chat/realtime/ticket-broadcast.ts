import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { TicketFeed } from '../../conversation/ticket-feed.js';
import { HandoffDesk } from '../../handoff/handoff-desk.js';
import { Sockets } from './sockets.js';

/** Shows every console, on every instance, the tickets that change here. */
@Injectable()
export class TicketBroadcast implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Sockets');
  /** Tickets being read; true: changed again meanwhile. */
  private readonly reading = new Map<string, boolean>();
  private stop: (() => void) | undefined;

  constructor(
    private readonly feed: TicketFeed,
    private readonly desk: HandoffDesk,
    private readonly sockets: Sockets,
  ) {}

  onApplicationBootstrap(): void {
    this.stop = this.feed.onChange((ticketId) => {
      if (this.reading.has(ticketId)) this.reading.set(ticketId, true);
      else void this.tell(ticketId);
    });
  }

  onModuleDestroy(): void {
    this.stop?.();
  }

  /** One reading at a time, so that no console ends with the older of two. */
  private async tell(ticketId: string): Promise<void> {
    do {
      this.reading.set(ticketId, false);
      try {
        this.sockets.console.emit('ticket.updated', await this.desk.ticket(ticketId));
      } catch (error) {
        this.logger.warn({ event: 'ticket_not_told', ticketId, reason: String(error) });
      }
    } while (this.reading.get(ticketId));
    this.reading.delete(ticketId);
  }
}
