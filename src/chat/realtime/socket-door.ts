import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type Server, type Socket } from 'socket.io';
import { shuttingDown } from '../../agent/turn/turn.errors.js';
import { newId } from '../../common/ids.js';
import { type AppConfig } from '../../config/app-config.js';
import { InjectConfig } from '../../config/config.module.js';
import { CredentialGate } from '../../limits/credential-gate.js';
import { refusedSockets } from '../../telemetry/metrics.js';
import { runInRequestContext } from '../../telemetry/request-context.js';
import { type ClientTraits } from '../../session/fingerprint.js';
import { problemOf } from './event-problem.js';
import { TooManyConnections } from './socket.errors.js';
import { type ChatSocket, type ConsoleSocket, Sockets } from './sockets.js';
import { TransportGuard } from './transport-guard.js';

/** Connections above the limit that are still heard, so that they can be told why they are refused. */
const ANTEROOM = 100;

type Guarded = ChatSocket | ConsoleSocket;

/** Who may connect, before it is asked who they are. */
@Injectable()
export class SocketDoor implements OnModuleDestroy {
  private closing = false;

  constructor(
    private readonly transports: TransportGuard,
    private readonly sockets: Sockets,
    private readonly gate: CredentialGate,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  onModuleDestroy(): void {
    this.closing = true;
  }

  /** Whether one more connection can be heard at all. */
  hasRoom(server: Server): boolean {
    return !this.closing && server.engine.clientsCount < this.config.realtime.maxConnections + ANTEROOM;
  }

  /** Lets sockets into a namespace with what `admit` resolves to as their data; what it throws is the refusal's problem. */
  guard<S extends Guarded>(namespace: S['nsp'], admit: (socket: S, traits: ClientTraits) => Promise<S['data']>): void {
    namespace.use((socket, next) => {
      void runInRequestContext({ requestId: newId('req') }, async () => {
        try {
          this.check(socket);
          socket.data = await this.admit(socket as S, admit);
          forgetHandshake(socket);
          next();
        } catch (error) {
          const problem = problemOf(error);
          refusedSockets.inc({ code: problem.code });
          next(Object.assign(new Error(problem.detail), { data: problem }));
        }
      });
    });
  }

  /** Whether a session may have one more connection here. */
  hasRoomFor(sessionId: string): boolean {
    return this.sockets.connectionsOf(sessionId) < this.config.realtime.maxConnectionsPerSession;
  }

  /** @throws TooManyConnections */
  checkSession(sessionId: string): void {
    if (this.hasRoomFor(sessionId)) return;
    throw new TooManyConnections('This session has as many connections as it may. Close one of them first.');
  }

  /** Each namespace knows one kind of credential; what else a client sends is not looked at. */
  private admit<S extends Guarded>(
    socket: S,
    admit: (socket: S, traits: ClientTraits) => Promise<S['data']>,
  ): Promise<S['data']> {
    const traits = this.transports.traitsOf(socket.conn);
    const { apiKey, token } = socket.handshake.auth;
    const check = (): Promise<S['data']> => admit(socket, traits);
    if (socket.nsp.name === '/chat') {
      return typeof token === 'string' ? this.gate.guardToken(traits.address, token, check) : check();
    }
    return typeof apiKey === 'string' ? this.gate.guardKey(traits.address, apiKey, check) : check();
  }

  private check(socket: Socket): void {
    if (this.closing) throw shuttingDown();
    this.transports.countHandshake(socket.conn);
    if (socket.nsp.server.engine.clientsCount <= this.config.realtime.maxConnections) return;
    throw new TooManyConnections('This server has as many connections as it takes. Try again in a moment.');
  }
}

/** Kilobytes that nobody reads again: headers, and the credential. */
function forgetHandshake(socket: Socket): void {
  Object.assign(socket, { handshake: undefined });
  Object.assign(socket.conn, { request: undefined });
}
