import {
  type Ack,
  type ChatClientEvents,
  type ChatServerEvents,
  type ConsoleClientEvents,
  type ConsoleServerEvents,
  type Problem,
  type SessionEvent,
} from '@frontdesk/client';
import { io, type Socket } from 'socket.io-client';
import { onCleanUp } from './clean-up.js';
import { until } from './until.js';

/** Longest wait for an acknowledgement, in ms. */
const ACK_WITHIN_MS = 20_000;

type Body<Events, Name extends keyof Events> = Events[Name] extends (body: infer B, answer: never) => void ? B : never;
type Data<Events, Name extends keyof Events> = Events[Name] extends (
  body: never,
  answer: (ack: Ack<infer D>) => void,
) => void
  ? D
  : never;

/** A client of one namespace over WebSocket alone, and everything it was told. */
class SocketClient<Sent, Told> {
  /** Numbered events, in the order they came. */
  readonly events: SessionEvent[] = [];
  /** Everything else it was told, by name. */
  readonly told: { readonly name: string; readonly data: unknown }[] = [];
  /** Why it was refused, or lost its connection. */
  readonly problems: Problem[] = [];
  readonly disconnects: string[] = [];

  constructor(readonly socket: Socket) {
    socket.onAny((name: string, data: unknown) => {
      if (name === 'event' || name === 'message.created' || name === 'handoff.updated') {
        this.events.push(data as SessionEvent);
      } else this.told.push({ name, data });
    });
    socket.on('connect_error', (error: Error & { readonly data?: Problem }) => {
      if (error.data) this.problems.push(error.data);
    });
    socket.on('disconnect', (reason) => this.disconnects.push(reason));
    onCleanUp(async () => {
      socket.disconnect();
    });
  }

  /** The acknowledgement, whatever it says. @throws Error when none comes */
  async send<Name extends keyof Sent & string>(name: Name, body: Body<Sent, Name>): Promise<Ack<Data<Sent, Name>>> {
    return (await this.socket.timeout(ACK_WITHIN_MS).emitWithAck(name, body)) as Ack<Data<Sent, Name>>;
  }

  /** The data of an acknowledgement that says ok. @throws Error with the problem's code otherwise */
  async do<Name extends keyof Sent & string>(name: Name, body: Body<Sent, Name>): Promise<Data<Sent, Name>> {
    const ack = await this.send(name, body);
    if (!ack.ok) throw new Error(`${name}: ${ack.error.code}: ${ack.error.detail}`);
    return ack.data;
  }

  /** What it was told under this name, oldest first. */
  heard<Name extends keyof Told & string>(name: Name): (Told[Name] extends (data: infer D) => void ? D : never)[] {
    return this.told.filter((one) => one.name === name).map(({ data }) => data as never);
  }

  /** Resolves when it is connected, or refused: to the problem then. */
  async settled(): Promise<Problem | undefined> {
    await until(() => this.socket.connected || this.problems.length > 0);
    return this.problems.at(-1);
  }

  /** The numbers it holds, every event as all those it stands for. */
  seqs(): number[] {
    return this.events.flatMap(({ fromSeq, seq }) =>
      Array.from({ length: seq - (fromSeq ?? seq) + 1 }, (_, n) => (fromSeq ?? seq) + n),
    );
  }

  close(): void {
    this.socket.disconnect();
  }
}

export type CustomerClient = SocketClient<ChatClientEvents, ChatServerEvents>;
export type OperatorClient = SocketClient<ConsoleClientEvents, ConsoleServerEvents>;

const OPTIONS = {
  path: '/ws',
  transports: ['websocket'],
  forceNew: true,
  reconnectionDelay: 50,
  reconnectionDelayMax: 200,
};

/** Connects a customer; `auth` is asked for anew with every reconnect if it is a function. */
export function connectCustomer(url: string, auth: object | (() => object), options: object = {}): CustomerClient {
  const answer = (send: (auth: object) => void): void => {
    send(typeof auth === 'function' ? (auth as () => object)() : auth);
  };
  return new SocketClient(io(`${url}/chat`, { ...OPTIONS, auth: answer, ...options }));
}

/** Connects a person of the desk. */
export function connectOperator(url: string, auth: object, options: object = {}): OperatorClient {
  return new SocketClient(io(`${url}/console`, { ...OPTIONS, auth, ...options }));
}
