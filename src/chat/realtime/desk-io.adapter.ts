import { type INestApplication } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { type MessageMappingProperties } from '@nestjs/websockets';
import { isObservable, lastValueFrom } from 'rxjs';
import { type Namespace, Server, type ServerOptions, type Socket } from 'socket.io';
import { type AppConfig } from '../../config/app-config.js';
import { APP_CONFIG } from '../../config/config.module.js';
import { BACKPLANE, type Backplane } from './backplane.js';
import { closeEngine } from './close-engine.js';
import { type EventHandler, EventIntake } from './event-intake.js';
import { SocketDoor } from './socket-door.js';
import { serverOptions } from './server-options.js';
import { TransportGuard } from './transport-guard.js';

type Answered = Awaited<ReturnType<EventHandler>>;

/** Joins Nest's gateways with Socket.IO as the desk wants it: its limits, its broadcasts, one answer to every event. */
export class DeskIoAdapter extends IoAdapter {
  private readonly config: AppConfig;
  private readonly backplane: Backplane;
  private readonly door: SocketDoor;
  private readonly intake: EventIntake;
  private readonly transports: TransportGuard;

  constructor(app: INestApplication) {
    super(app);
    this.config = app.get<AppConfig>(APP_CONFIG);
    this.backplane = app.get<Backplane>(BACKPLANE);
    this.door = app.get(SocketDoor);
    this.intake = app.get(EventIntake);
    this.transports = app.get(TransportGuard);
  }

  /** The one server of the process; Nest asks for it once. */
  override createIOServer(port: number): Server {
    const options: Partial<ServerOptions> = {
      ...serverOptions(this.config),
      allowRequest: (_request, decide) => {
        decide(null, this.door.hasRoom(server));
      },
    };
    const server = super.createIOServer(port, options as ServerOptions);
    if (this.backplane.adapter) server.adapter(this.backplane.adapter);
    server.engine.on('connection', (connection: Socket['conn']) => {
      this.transports.watch(connection);
    });
    return server;
  }

  /** One listener a socket for everything it sends, known or not. */
  override bindMessageHandlers(
    socket: Socket,
    handlers: readonly Pick<MessageMappingProperties, 'message' | 'callback'>[],
  ): void {
    const byName = new Map(handlers.map(({ message, callback }) => [String(message), settling(callback)]));
    socket.onAny((name: string, ...args: unknown[]) => {
      void this.intake.receive(socket, byName, name, args);
    });
  }

  /** Leaves the HTTP server to Nest, which closes it next. Nest also hands in the namespaces, which end with their server. */
  override async close(server: Server | Namespace): Promise<void> {
    if (server instanceof Server) await closeEngine(server, this.transports.connections);
  }
}

/** Interceptors make an observable of what a handler answers; one without a value: the filter has answered. */
function settling(callback: MessageMappingProperties['callback']): EventHandler {
  return async (...args) => {
    const result: unknown = await callback(...args);
    return (isObservable(result) ? await lastValueFrom(result, { defaultValue: undefined }) : result) as Answered;
  };
}
