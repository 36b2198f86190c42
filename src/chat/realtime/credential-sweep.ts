import { Injectable } from '@nestjs/common';
import { TokenGenerations } from '../../auth/token-generations.js';
import { AppError } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { InjectSessionStore, type SessionStore } from '../../session/session-store.js';
import { SessionExpired, SessionGone } from '../../session/session.errors.js';
import { expire } from './session-sockets.js';
import { SharedTimer } from './shared-timer.js';
import { type ChatSocket, Sockets } from './sockets.js';

/** A session is looked up this often, in case its deletion or the revocation of its token was not heard of, in ms. */
const CHECK_MS = 60_000;
/** In each second this part of the connections is looked up at most, and a few more: all of them come up within CHECK_MS. */
const PART_AT_ONCE = 1 / 30;
const LEAST_AT_ONCE = 20;

/** Ends connections of customers whose token is no longer good. */
@Injectable()
export class CredentialSweep {
  constructor(
    private readonly sockets: Sockets,
    @InjectSessionStore() private readonly store: SessionStore,
    private readonly generations: TokenGenerations,
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
      if (now >= socket.data.token.expiresAt) expire(socket, new SessionExpired('The session token has expired.'));
      else if (now - socket.data.checkedAt >= CHECK_MS && due.length < most) due.push(socket);
    }
    await Promise.all(due.map((socket) => this.checkSession(socket)));
  }

  /** Only reads: a session that idles out stays that way until its customer says something. */
  private async checkSession(socket: ChatSocket): Promise<void> {
    socket.data.checkedAt = this.clock.now();
    const { sessionId, token } = socket.data;
    const reading = this.store.get(sessionId);
    try {
      const found = await reading;
      if (found.status === 'not_found' && found.deleted) expire(socket, new SessionGone('The session was deleted.'));
      // Where there is no live session nothing is said that a revoked token could hear; the next look is after it came back.
      if (found.status === 'found') await this.generations.check(token, reading);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.kind === 'unauthenticated') expire(socket, error);
      else if (error.kind !== 'unavailable') throw error;
    }
  }
}
