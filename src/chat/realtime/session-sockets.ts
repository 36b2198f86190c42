import { Injectable } from '@nestjs/common';
import { type Problem } from '@frontdesk/client';
import { type AppError } from '../../common/app-error.js';
import { SessionGone } from '../../session/session.errors.js';
import { problemOf } from './event-problem.js';
import { roomOf, Sockets } from './sockets.js';

/** Ends connections of customers, wherever they are. */
@Injectable()
export class SessionSockets {
  constructor(private readonly sockets: Sockets) {}

  /**
   * Ends all connections of a deleted session, on this instance at once and on the others as soon as they hear of it; where a broadcast
   * gets lost, the next look at the session does it.
   */
  disconnect(sessionId: string): void {
    const room = this.sockets.chat.in(roomOf(sessionId));
    room.emit('auth.expired', problemOf(new SessionGone('The session was deleted.')));
    // Through the adapter's own broadcast it would not happen here while Redis is away.
    this.sockets.chat.local.in(roomOf(sessionId)).disconnectSockets(true);
    room.disconnectSockets(true);
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
