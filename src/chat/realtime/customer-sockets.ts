import { Injectable, Logger } from '@nestjs/common';
import { type Synced } from '@frontdesk/client';
import { Forbidden } from '../../auth/auth.errors.js';
import { type Following, SessionEvents } from '../../events/session-events.js';
import { CustomerHandshake } from './customer-handshake.js';
import { Greeter } from './greeter.js';
import { sinkOf } from './session-sink.js';
import { SocketDoor } from './socket-door.js';
import { type ChatNamespace, type ChatSocket, roomOf, Sockets, tokensRoomOf } from './sockets.js';
import { cutOff } from './transport.js';

/** The life of customers' sockets: let in, following their session, gone. */
@Injectable()
export class CustomerSockets {
  private readonly logger = new Logger('Sockets');

  constructor(
    private readonly sockets: Sockets,
    private readonly door: SocketDoor,
    private readonly handshake: CustomerHandshake,
    private readonly events: SessionEvents,
    private readonly greeter: Greeter,
  ) {}

  /** Takes the namespace into use; call it before anybody can connect. */
  open(namespace: ChatNamespace): void {
    this.sockets.chat = namespace;
    this.door.guard<ChatSocket>(namespace, async (socket, traits) => {
      const connection = await this.handshake.admit(socket.handshake.auth, traits);
      this.door.checkSession(connection.sessionId);
      return connection;
    });
  }

  /** Never throws. */
  connect(socket: ChatSocket): void {
    const { sessionId, lastSeq, token } = socket.data;
    // Several of one session may have been let in at the same moment.
    if (!this.door.hasRoomFor(sessionId)) {
      socket.disconnect(true);
      return;
    }
    void socket.join([roomOf(sessionId), tokensRoomOf(sessionId, token.generation)]);
    this.greeter.customer(socket, sessionId);
    const following = this.events.follow(sessionId, lastSeq, sinkOf(socket, sessionId));
    socket.data.following = following;
    following.catch((error: unknown) => {
      this.logger.error({ event: 'session_not_followed', sessionId, reason: String(error) });
      cutOff(socket.conn);
    });
  }

  disconnect({ data }: ChatSocket): void {
    closeFollowing(data.following);
  }

  /** Repeats what follows `afterSeq`; resolves when that was handed over. */
  async sync({ data }: ChatSocket, afterSeq: number): Promise<Synced> {
    const following = await data.following;
    if (!following) throw new Error('a customer socket follows nothing');
    return following.sync(afterSeq);
  }

  /** Goes on under a newer token. @throws Unauthenticated, SessionExpired, TokenRevoked, Forbidden for one of another session */
  async refresh(socket: ChatSocket, token: string): Promise<number> {
    const { data } = socket;
    const { sessionId } = data;
    const renewed = await this.handshake.renew(token);
    if (renewed.sessionId !== sessionId) throw new Forbidden('This token is of another session.');
    void socket.leave(tokensRoomOf(sessionId, data.token.generation));
    data.token = renewed;
    void socket.join(tokensRoomOf(sessionId, renewed.generation));
    return renewed.expiresAt;
  }
}

/** Ends a following, also one that is only beginning. */
export function closeFollowing(following: Promise<Following> | undefined): void {
  following?.then(
    ({ close }) => {
      close();
    },
    () => undefined,
  );
}
