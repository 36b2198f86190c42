import { describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { setImmediate as turn } from 'node:timers/promises';
import { TicketFeed } from '../../conversation/ticket-feed.js';
import { type HandoffDesk } from '../../handoff/handoff-desk.js';
import { Sockets } from './sockets.js';
import { TicketBroadcast } from './ticket-broadcast.js';

function open(read: (ticketId: string) => Promise<unknown>): {
  feed: TicketFeed;
  told: unknown[];
  broadcast: TicketBroadcast;
} {
  const told: unknown[] = [];
  const sockets = new Sockets();
  sockets.console = {
    emit: (name: string, ticket: unknown) => told.push([name, ticket]),
  } as unknown as Sockets['console'];
  const feed = new TicketFeed();
  const broadcast = new TicketBroadcast(feed, { ticket: read } as unknown as HandoffDesk, sockets);
  broadcast.onApplicationBootstrap();
  return { feed, told, broadcast };
}

describe('changed tickets', () => {
  it('are shown as they are after the last change, however many there were while one was read', async () => {
    let version = 0;
    let release: () => void = () => undefined;
    const read = jest.fn(async () => {
      const now = version;
      await new Promise<void>((resolve) => (release = resolve));
      return { version: now };
    });
    const { feed, told } = open(read);
    for (version = 1; version <= 3; version += 1) feed.changed('tkt_1');
    version = 3;
    release();
    await turn();
    release();
    await turn();
    expect(told).toEqual([
      ['ticket.updated', { version: 1 }],
      ['ticket.updated', { version: 3 }],
    ]);
    expect(read.mock.calls).toHaveLength(2);
    feed.changed('tkt_1');
    expect(read.mock.calls).toHaveLength(3);
    release();
  });

  it('that cannot be read are left out, and no longer told after the end', async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const { feed, told, broadcast } = open(async (ticketId) => {
      if (ticketId === 'tkt_1') throw new Error('away');
      return ticketId;
    });
    feed.changed('tkt_1');
    feed.changed('tkt_2');
    await turn();
    expect(told).toEqual([['ticket.updated', 'tkt_2']]);
    broadcast.onModuleDestroy();
    feed.changed('tkt_2');
    await turn();
    expect(told).toHaveLength(1);
  });
});
