import { type DeskError } from './desk-error.js';
import {
  type HandoffUpdatedEvent,
  type MessageCreatedEvent,
  type Presence,
  type Ticket,
  type TurnEvent,
  type Typing,
} from './protocol.js';

/** `connecting` until the first connection, `offline` while it is tried again by itself, `closed` when it is not tried any more. */
export type ConnectionState = 'connecting' | 'online' | 'offline' | 'closed';

/** Too much was missed to be told: read the session's history. What comes next follows `lastSeq`. */
export interface Reset {
  readonly sessionId: string;
  readonly lastSeq: number;
}

/** What listeners of both clients are told. The numbered events come in order, each once, without a gap but for `reset`. */
export interface ClientEvents {
  event: TurnEvent;
  'message.created': MessageCreatedEvent;
  'handoff.updated': HandoffUpdatedEvent;
  presence: Presence;
  /** `on: false` comes also when the other side just fell silent. */
  typing: Typing;
  'system.degraded': { readonly mode: string; readonly missing: readonly string[] };
  'system.recovered': { readonly mode: string };
  reset: Reset;
  state: ConnectionState;
  /** What no call can be told by its promise: a refused connection, a credential that is over. */
  problem: DeskError;
}

/** What listeners of a `ConsoleClient` are told beside that. */
export interface ConsoleEvents extends ClientEvents {
  'ticket.updated': Ticket;
}

/** A credential, or what gives one: asked at every connection, so also after the last one ran out. */
export type CredentialSource = string | (() => string | Promise<string>);

/** Where the desk is and how it is reached. */
export interface ConnectionOptions {
  /** Origin of the desk, such as `https://desk.example`. */
  readonly url: string;
  /** Default `/ws`. */
  readonly path?: string;
  /** In the order they are tried. Default: websocket alone, which needs no sticky sessions. */
  readonly transports?: readonly ('websocket' | 'polling')[];
  /** How long an answer is waited for before a request counts as lost, in ms. Default 20 s. */
  readonly ackTimeoutMs?: number;
}
