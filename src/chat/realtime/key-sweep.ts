import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { OperatorHandshake } from './operator-handshake.js';
import { expire } from './session-sockets.js';
import { SharedTimer } from './shared-timer.js';
import { type ConsoleSocket, Sockets } from './sockets.js';

/** A key of consoles is looked up this often, once for all that use it, in ms: so long may a revoked one still be heard. */
const CHECK_MS = 10_000;

/** Ends connections of consoles whose key was revoked or has expired. */
@Injectable()
export class KeySweep {
  constructor(
    private readonly sockets: Sockets,
    private readonly operators: OperatorHandshake,
    private readonly clock: Clock,
    timer: SharedTimer,
  ) {
    timer.everySecond(() => this.sweep());
  }

  private async sweep(): Promise<void> {
    const now = this.clock.now();
    const due = [...this.sockets.console.sockets.values()].filter(({ data }) => now - data.checkedAt >= CHECK_MS);
    for (const [apiKey, sockets] of Map.groupBy(due, ({ data }) => data.apiKey)) await this.check(apiKey, sockets, now);
  }

  /** A database that can't be asked takes nobody's key away. */
  private async check(apiKey: string, sockets: readonly ConsoleSocket[], now: number): Promise<void> {
    for (const { data } of sockets) data.checkedAt = now;
    try {
      await this.operators.verify(apiKey);
    } catch (error) {
      if (!(error instanceof AppError) || error.kind === 'unavailable') return;
      for (const socket of sockets) expire(socket, error);
    }
  }
}
