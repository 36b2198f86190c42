import { type SessionServerEvents } from '@frontdesk/client';
import { type EventSink } from '../../events/session-events.js';

/** A socket of either namespace, as far as events of sessions go. */
export interface SessionEmitter {
  emit<Name extends keyof SessionServerEvents>(name: Name, ...args: Parameters<SessionServerEvents[Name]>): boolean;
}

/** Hands a session's numbered events to a socket: those of turns as `event`, the others by their own name. */
export function sinkOf(socket: SessionEmitter, sessionId: string): EventSink {
  return {
    event: (event) => {
      if (event.type === 'message.created') socket.emit('message.created', event);
      else if (event.type === 'handoff.updated') socket.emit('handoff.updated', event);
      else socket.emit('event', event);
    },
    reset: (lastSeq) => {
      socket.emit('sync.reset', { sessionId, lastSeq });
    },
  };
}
