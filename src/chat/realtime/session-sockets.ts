import { Injectable } from '@nestjs/common';
import { type Problem } from '@frontdesk/client';
import { type AppError } from '../../common/app-error.js';
import { tokenRevoked } from '../../auth/auth.errors.js';
import { SessionGone } from '../../session/session.errors.js';
import { problemOf } from './event-problem.js';
import { roomOf, Sockets, tokensRoomOf } from './sockets.js';

interface Ended {
  emit(name: 'auth.expired', problem: Problem): unknown;
  disconnectSockets(close: boolean): unknown;
}

function end([everywhere, here]: readonly [Ended, Ended], why: AppError): void {
  everywhere.emit('auth.expired', problemOf(why));
  here.disconnectSockets(true);
  everywhere.disconnectSockets(true);
}

/** Ends connections of customers, wherever they are. */
@Injectable()
export class SessionSockets {
  constructor(private readonly sockets: Sockets) {}

  /**
   * Ends all connections of a deleted session, on this instance at once and on the others as soon as they hear of it; where a broadcast
   * gets lost, the next look at the session does it.
   */
  disconnect(sessionId: string): void {
    const { chat } = this.sockets;
    const room = roomOf(sessionId);
    // Through the adapter's own broadcast it would not happen here while Redis is away.
    end([chat.in(room), chat.local.in(room)], new SessionGone('The session was deleted.'));
  }

  /** Ends the connections of a session's customer whose tokens are not of this generation, in the same manner. */
  endTokensBelow(sessionId: string, generation: number): void {
    const { chat } = this.sockets;
    const [room, kept] = [roomOf(sessionId), tokensRoomOf(sessionId, generation)];
    end([chat.in(room).except(kept), chat.local.in(room).except(kept)], tokenRevoked());
  }
}

/** What ending a connection needs of a socket of either namespace. */
interface Expiring {
  emit(name: 'auth.expired', problem: Problem): boolean;
  disconnect(close: boolean): unknown;
}

/** Tells a client why its credential is not good any more, and ends the connection for good: it must not come back with the same. */
export function expire(socket: Expiring, why: AppError): void {
  socket.emit('auth.expired', problemOf(why));
  socket.disconnect(true);
}
