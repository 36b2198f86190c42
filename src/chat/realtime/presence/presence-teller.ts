import { Injectable } from '@nestjs/common';
import { type Presence } from '@frontdesk/client';
import { setImmediate as breathe } from 'node:timers/promises';
import { type Backplane, InjectBackplane } from '../backplane.js';
import { type SessionEmitter } from '../session-sink.js';
import { SharedTimer } from '../shared-timer.js';
import { roomOf, Sockets } from '../sockets.js';

/** Sessions that are told of a change before other work gets its turn. */
const AT_ONCE = 200;

/**
 * Tells clients who is there, when that has changed, at most once a second. While the board is out of reach nothing changes, and
 * nothing is told.
 */
@Injectable()
export class PresenceTeller {
  private operatorsOnline: number | undefined;
  /** What the watchers of each session know. */
  private watched = new Map<string, Presence>();

  constructor(
    @InjectBackplane() private readonly backplane: Backplane,
    private readonly sockets: Sockets,
    timer: SharedTimer,
  ) {
    timer.everySecond(() => this.look());
  }

  /** What is known already, for a customer who has just connected. */
  greetCustomer(socket: SessionEmitter, sessionId: string): void {
    if (this.operatorsOnline === undefined) return;
    socket.emit('presence', { sessionId, customerOnline: true, operatorsOnline: this.operatorsOnline });
  }

  /** What is known already, for somebody who begins to watch a session. */
  greetWatcher(socket: SessionEmitter, sessionId: string): void {
    const known = this.watched.get(sessionId);
    if (known) socket.emit('presence', known);
  }

  private async look(): Promise<void> {
    const { presence } = this.backplane;
    const customers = this.sockets.customerSessions();
    const watched = this.sockets.watchedSessions();
    await presence.tell({ customers, operators: this.sockets.operators() });
    if (customers.size + watched.size === 0) return;
    const seen = await presence.ask([...watched]);
    this.tellWatchers(watched, seen);
    if (seen.operatorsOnline !== this.operatorsOnline) await this.tellCustomers(customers, seen.operatorsOnline);
  }

  private tellWatchers(
    sessions: ReadonlySet<string>,
    { customers, operatorsOnline }: { readonly customers: ReadonlySet<string>; readonly operatorsOnline: number },
  ): void {
    const before = this.watched;
    this.watched = new Map();
    for (const sessionId of sessions) {
      const now = { sessionId, customerOnline: customers.has(sessionId), operatorsOnline };
      this.watched.set(sessionId, now);
      if (isSame(before.get(sessionId), now)) continue;
      this.sockets.console.local.to(roomOf(sessionId)).emit('presence', now);
    }
  }

  private async tellCustomers(sessions: ReadonlySet<string>, operatorsOnline: number): Promise<void> {
    this.operatorsOnline = operatorsOnline;
    let told = 0;
    for (const sessionId of sessions) {
      const now = { sessionId, customerOnline: true, operatorsOnline };
      this.sockets.chat.local.to(roomOf(sessionId)).emit('presence', now);
      told += 1;
      if (told % AT_ONCE === 0) await breathe();
    }
  }
}

function isSame(before: Presence | undefined, now: Presence): boolean {
  return before?.customerOnline === now.customerOnline && before.operatorsOnline === now.operatorsOnline;
}
