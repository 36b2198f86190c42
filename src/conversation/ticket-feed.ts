import { Injectable } from '@nestjs/common';

/** Tells, inside this process, that a ticket was opened or changed here. */
@Injectable()
export class TicketFeed {
  private readonly listeners = new Set<(ticketId: string) => void>();

  /** Call it when the change is on record. */
  changed(ticketId: string): void {
    for (const listener of this.listeners) listener(ticketId);
  }

  /** Returns what ends it. */
  onChange(listener: (ticketId: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
