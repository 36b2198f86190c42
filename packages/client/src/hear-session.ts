import { type ClientEvents } from './client-events.js';
import { type Connection } from './connection.js';
import { type Emitter } from './emitter.js';
import { type SessionEvent } from './protocol.js';
import { type SessionStream } from './session-stream.js';
import { type TypingWatch } from './typing.js';

/** Where what the desk sends goes. */
interface Hearing {
  readonly listeners: Pick<Emitter<ClientEvents>, 'emit'>;
  /** Null: nobody here follows that session. */
  readonly streamOf: (sessionId: string) => SessionStream | null;
  readonly typing: TypingWatch;
}

/** Passes on what both namespaces send: numbered events through the session's stream, the rest as it is. */
export function hearSession(
  connection: Pick<Connection<never>, 'listen' | 'signals'>,
  { listeners, streamOf, typing }: Hearing,
): void {
  for (const name of ['event', 'message.created', 'handoff.updated'] as const) {
    connection.listen(name, (event: SessionEvent) => {
      streamOf(event.sessionId)?.take(event);
    });
  }
  connection.listen('sync.reset', ({ sessionId, lastSeq }) => {
    streamOf(sessionId)?.reset(lastSeq);
  });
  connection.listen('presence', (presence) => {
    listeners.emit('presence', presence);
  });
  connection.listen('typing', (body) => {
    typing.take(body);
  });
  connection.listen('system.degraded', (state) => {
    listeners.emit('system.degraded', state);
  });
  connection.listen('system.recovered', (state) => {
    listeners.emit('system.recovered', state);
  });
  connection.signals.on('state', (state) => {
    listeners.emit('state', state);
  });
  connection.signals.on('problem', (problem) => {
    listeners.emit('problem', problem);
  });
}
