import { Injectable } from '@nestjs/common';
import { type Synced } from '@frontdesk/client';
import { LiveSessions } from '../../conversation/live-sessions.js';
import { type Following, SessionEvents } from '../../events/session-events.js';
import { closeFollowing } from './customer-sockets.js';
import { Greeter } from './greeter.js';
import { OperatorHandshake } from './operator-handshake.js';
import { sinkOf } from './session-sink.js';
import { TooManyWatched } from './socket.errors.js';
import { SocketDoor } from './socket-door.js';
import { type ConsoleNamespace, type ConsoleSocket, roomOf, Sockets } from './sockets.js';

/** Sessions that one console may follow at a time. */
const MAX_WATCHED = 50;

/** The life of consoles' sockets: let in, following the sessions they watch, gone. */
@Injectable()
export class ConsoleSockets {
  constructor(
    private readonly sockets: Sockets,
    private readonly handshake: OperatorHandshake,
    private readonly liveSessions: LiveSessions,
    private readonly events: SessionEvents,
    private readonly greeter: Greeter,
  ) {}

  /** Takes the namespace into use; call it before anybody can connect. */
  open(namespace: ConsoleNamespace, door: SocketDoor): void {
    this.sockets.console = namespace;
    door.guard<ConsoleSocket>(namespace, (socket, traits) => this.handshake.admit(socket.handshake.auth, traits));
  }

  connect(socket: ConsoleSocket): void {
    this.greeter.console(socket);
  }

  disconnect({ data }: ConsoleSocket): void {
    for (const following of data.watching.values()) closeFollowing(following);
    data.watching.clear();
  }

  /**
   * Follows a session after `afterSeq`, undefined: from now on. Of one that is followed already only what follows `afterSeq` is sent
   * again. Resolves when what was there is handed over.
   * @throws SessionNotFound, SessionGone, TooManyWatched
   */
  async watch(socket: ConsoleSocket, sessionId: string, afterSeq: number | undefined): Promise<Synced> {
    const { watching } = socket.data;
    const known = watching.get(sessionId);
    if (known) return resume(await known, afterSeq);
    await this.liveSessions.open(sessionId);
    // Another event may have begun the same while the session was looked up; or the socket may be gone.
    const begun = watching.get(sessionId);
    if (begun) return resume(await begun, afterSeq);
    if (watching.size >= MAX_WATCHED) {
      throw new TooManyWatched(`A console watches ${MAX_WATCHED} sessions at most. Leave one of them first.`);
    }
    return this.follow(socket, sessionId, afterSeq ?? null);
  }

  unwatch(socket: ConsoleSocket, sessionId: string): void {
    const { watching } = socket.data;
    closeFollowing(watching.get(sessionId));
    watching.delete(sessionId);
    void socket.leave(roomOf(sessionId));
  }

  private async follow(socket: ConsoleSocket, sessionId: string, afterSeq: number | null): Promise<Synced> {
    let reset = false;
    const sink = sinkOf(socket, sessionId);
    const following = this.events.follow(sessionId, afterSeq, {
      event: sink.event,
      reset: (lastSeq) => {
        reset = true;
        sink.reset(lastSeq);
      },
    });
    socket.data.watching.set(sessionId, following);
    void socket.join(roomOf(sessionId));
    this.greeter.watcher(socket, sessionId);
    try {
      const { lastSeq } = await following;
      if (!socket.connected) this.disconnect(socket);
      return { lastSeq: lastSeq(), reset };
    } catch (error) {
      this.unwatch(socket, sessionId);
      throw error;
    }
  }
}

function resume(following: Following, afterSeq: number | undefined): Promise<Synced> | Synced {
  return afterSeq === undefined ? { lastSeq: following.lastSeq(), reset: false } : following.sync(afterSeq);
}
