import { Injectable } from '@nestjs/common';
import {
  type ChatClientEvents,
  type ChatServerEvents,
  type ConsoleClientEvents,
  type ConsoleServerEvents,
} from '@frontdesk/client';
import { type DefaultEventsMap, type Namespace, type Socket } from 'socket.io';
import { type Following } from '../../events/session-events.js';
import { type KeyHolder } from '../../auth/principal.js';
import { type VerifiedToken } from '../../session/session-tokens.js';
import { type Operator } from '../../handoff/operator.js';

/** What is kept of a customer's connection. */
export interface ChatConnection {
  readonly sessionId: string;
  /** The number after which the client wants to go on; null: from now on. */
  readonly lastSeq: number | null;
  /** What it may go on with. */
  token: VerifiedToken;
  /** When the session was last looked up, in ms since the epoch. */
  checkedAt: number;
  following?: Promise<Following>;
}

/** What is kept of a console's connection. */
export interface ConsoleConnection {
  readonly operator: Operator;
  readonly apiKey: string;
  readonly principal: KeyHolder;
  /** Where it comes from, for the audit log. */
  readonly address: string;
  /** When the key was last found good, in ms since the epoch. */
  checkedAt: number;
  /** By session. */
  readonly watching: Map<string, Promise<Following>>;
}

export type ChatSocket = Socket<ChatClientEvents, ChatServerEvents, DefaultEventsMap, ChatConnection>;
export type ConsoleSocket = Socket<ConsoleClientEvents, ConsoleServerEvents, DefaultEventsMap, ConsoleConnection>;
export type ChatNamespace = Namespace<ChatClientEvents, ChatServerEvents, DefaultEventsMap, ChatConnection>;
export type ConsoleNamespace = Namespace<ConsoleClientEvents, ConsoleServerEvents, DefaultEventsMap, ConsoleConnection>;

/** The connection underneath, which carries the sockets of one client. */
export type EngineSocket = Socket['conn'];

/** Session ids are chosen by services and must not meet the ids of sockets, which are rooms too. */
const ROOM_PREFIX = 'session:';

/** The room of a session's sockets: its customer's in `/chat`, those of its watchers in `/console`. */
export function roomOf(sessionId: string): string {
  return `${ROOM_PREFIX}${sessionId}`;
}

/** The room of the customer's sockets whose tokens are of one generation. */
export function tokensRoomOf(sessionId: string, generation: number): string {
  return `tokens:${generation}:${sessionId}`;
}

/** The sockets of this instance, and through their namespaces those of all instances. */
@Injectable()
export class Sockets {
  /** Set by the gateways before the first client can connect. */
  chat: ChatNamespace;
  console: ConsoleNamespace;

  /** Sessions that have a customer connected here. */
  customerSessions(): Set<string> {
    return sessionsIn(this.chat.adapter.rooms.keys());
  }

  /** Sessions that a console connected here watches. */
  watchedSessions(): Set<string> {
    return sessionsIn(this.console.adapter.rooms.keys());
  }

  /** Persons with a console connected here. */
  operators(): Set<string> {
    return new Set([...this.console.sockets.values()].map(({ data }) => data.operator.operatorId));
  }

  /** How many connections of a session's customer are here. */
  connectionsOf(sessionId: string): number {
    return this.chat.adapter.rooms.get(roomOf(sessionId))?.size ?? 0;
  }
}

function sessionsIn(rooms: Iterable<string>): Set<string> {
  const sessions = new Set<string>();
  for (const room of rooms) if (room.startsWith(ROOM_PREFIX)) sessions.add(room.slice(ROOM_PREFIX.length));
  return sessions;
}
