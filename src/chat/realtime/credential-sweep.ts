import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { InjectSessionStore, type SessionStore } from '../../session/session-store.js';
import { isStoreAway, SessionExpired, SessionGone } from '../../session/session.errors.js';
import { OperatorHandshake } from './operator-handshake.js';
import { expire } from './session-sockets.js';
import { SharedTimer } from './shared-timer.js';
import { type ChatSocket, type ConsoleSocket, Sockets } from './sockets.js';

/** A key of a console is looked up this often, and a session whose deletion was not heard of, in ms. */
const CHECK_MS = 60_000;
/** In each second this part of the connections is looked up at most, and a few more: all of them come up within CHECK_MS. */
const PART_AT_ONCE = 1 / 30;
const LEAST_AT_ONCE = 20;

/** Ends connections whose credential is no longer good. */
@Injectable()
export class CredentialSweep {
  constructor(
    private readonly sockets: Sockets,
    private readonly operators: OperatorHandshake,
    @InjectSessionStore() private readonly store: SessionStore,
    private readonly clock: Clock,
    timer: SharedTimer,
  ) {
    timer.everySecond(() => this.sweep());
  }

  private async sweep(): Promise<void> {
    const now = this.clock.now();
    const { sockets: customers } = this.sockets.chat;
    const most = LEAST_AT_ONCE + customers.size * PART_AT_ONCE;
    const due: ChatSocket[] = [];
    for (const socket of customers.values()) {
      if (now >= socket.data.expiresAt) expire(socket, new SessionExpired('The session token has expired.'));
      else if (now - socket.data.checkedAt >= CHECK_MS && due.length < most) due.push(socket);
    }
    await Promise.all(due.map((socket) => this.checkSession(socket)));
    for (const socket of this.sockets.console.sockets.values()) {
      if (now - socket.data.checkedAt >= CHECK_MS) await this.checkKey(socket);
    }
  }

  /** Only reads: a session that idles out stays that way until its customer says something. */
  private async checkSession(socket: ChatSocket): Promise<void> {
    socket.data.checkedAt = this.clock.now();
    try {
      const found = await this.store.get(socket.data.sessionId);
      if (found.status === 'not_found' && found.deleted) expire(socket, new SessionGone('The session was deleted.'));
    } catch (error) {
      if (!isStoreAway(error)) throw error;
    }
  }

  /** A database that can't be asked takes nobody's key away. */
  private async checkKey(socket: ConsoleSocket): Promise<void> {
    socket.data.checkedAt = this.clock.now();
    try {
      await this.operators.verify(socket.data.apiKey);
    } catch (error) {
      if (!(error instanceof AppError) || error.kind === 'unavailable') return;
      expire(socket, error);
    }
  }
}
