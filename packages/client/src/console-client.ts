import {
  type ConnectionOptions,
  type ConnectionState,
  type ConsoleEvents,
  type CredentialSource,
} from './client-events.js';
import { Connection } from './connection.js';
import { deliver } from './deliver.js';
import { Emitter } from './emitter.js';
import { hearSession } from './hear-session.js';
import { newId } from './new-id.js';
import { type ConsoleClientEvents, type SessionEvent, type Synced, type Ticket } from './protocol.js';
import { SessionStream } from './session-stream.js';
import { TypingSignal, TypingWatch } from './typing.js';

export interface ConsoleClientOptions extends ConnectionOptions {
  /** A key with the scope `operator`, or what gives one. */
  readonly apiKey: CredentialSource;
  /** The person's name as customers see it. Default: the name of the key. */
  readonly name?: string;
}

/** A ticket after a change, and the number of the event that told its session of it. */
export interface TicketChange {
  readonly ticket: Ticket;
  readonly seq: number;
}

/** A message of a person as the desk has stored it. */
export interface SaidMessage {
  readonly messageId: string;
  readonly messageSeq: number;
  readonly seq: number;
}

interface Watched {
  readonly stream: SessionStream;
  readonly typing: TypingSignal;
  /** The desk has said that it follows. */
  begun: boolean;
}

/** The end of a person at the desk: tickets, and the conversations that are watched. */
export class ConsoleClient {
  private readonly connection: Connection<ConsoleClientEvents>;
  private readonly listeners = new Emitter<ConsoleEvents>();
  private readonly watched = new Map<string, Watched>();
  private readonly typingWatch: TypingWatch;

  constructor(options: ConsoleClientOptions) {
    const credential = { name: 'apiKey', source: options.apiKey } as const;
    const { name } = options;
    this.connection = new Connection('/console', options, credential, () => (name === undefined ? {} : { name }));
    this.typingWatch = new TypingWatch((typing) => {
      this.listeners.emit('typing', typing);
    });
    hearSession(this.connection, {
      listeners: this.listeners,
      streamOf: (sessionId) => this.watched.get(sessionId)?.stream ?? null,
      typing: this.typingWatch,
    });
    this.connection.listen('ticket.updated', (ticket) => {
      this.listeners.emit('ticket.updated', ticket);
    });
    this.connection.signals.on('state', (state) => {
      if (state === 'online') this.resume();
      if (state === 'closed') this.typingWatch.close();
    });
  }

  get state(): ConnectionState {
    return this.connection.state;
  }

  /** Begins to connect, and comes back by itself from then on, watching what was watched; while offline: tries again at once. */
  connect(): this {
    this.connection.open();
    return this;
  }

  /** Disconnects for good. */
  close(): void {
    this.connection.close();
  }

  /** Returns the function that takes the listener away. */
  on<Name extends keyof ConsoleEvents>(name: Name, listener: (value: ConsoleEvents[Name]) => void): () => void {
    return this.listeners.on(name, listener);
  }

  /** Takes a conversation over; when it resolves, the agent tells its customer nothing any more. @throws DeskError */
  claim(ticketId: string): Promise<TicketChange> {
    return this.connection.request('ticket.claim', { ticketId });
  }

  /** Gives a conversation back to the agent. @throws DeskError */
  release(
    ticketId: string,
    how: { readonly status?: 'open' | 'pending' | 'solved'; readonly note?: string } = {},
  ): Promise<TicketChange> {
    return this.connection.request('ticket.release', { ticketId, ...how });
  }

  /**
   * Speaks to the customer of a claimed conversation. Waits for a connection, and goes out again under the same id until it is answered.
   * @throws DeskError of the refusal; the signal's reason
   */
  send(
    sessionId: string,
    message: string,
    { clientMessageId = newId(), signal }: { readonly clientMessageId?: string; readonly signal?: AbortSignal } = {},
  ): Promise<SaidMessage> {
    this.watched.get(sessionId)?.typing.set(false);
    return deliver({
      attempt: () => this.connection.request('message.send', { sessionId, message, clientMessageId }),
      ready: (abort) => this.connection.whenOnline(abort),
      signal,
    });
  }

  /** The person writes to the customer of a watched conversation: call it at every key stroke, and with false when the field is empty again. */
  typing(sessionId: string, on: boolean): void {
    this.watched.get(sessionId)?.typing.set(on);
  }

  /**
   * Follows a session's events, over every reconnection, until `unwatch`. Watching again begins anew.
   * @param afterSeq number of the last event that the application has seen; default: from now on
   * @throws DeskError
   */
  async watch(sessionId: string, afterSeq?: number): Promise<Synced> {
    const stream = new SessionStream(afterSeq ?? null, {
      tell: (event) => {
        this.tell(event);
      },
      reset: (lastSeq) => {
        this.listeners.emit('reset', { sessionId, lastSeq });
      },
      sync: (after, onAnswer) => this.connection.request('watch', { sessionId, afterSeq: after }, onAnswer),
      reachable: () => this.state === 'online',
    });
    const typing = new TypingSignal((on) => {
      this.connection.tell('typing', { sessionId, on });
    });
    const watched = { stream, typing, begun: false };
    this.watched.set(sessionId, watched);
    try {
      await this.connection.whenOnline();
      const synced = await this.begin(sessionId, stream);
      watched.begun = true;
      return synced;
    } finally {
      if (!watched.begun && this.watched.get(sessionId) === watched) this.watched.delete(sessionId);
    }
  }

  /** @throws DeskError */
  async unwatch(sessionId: string): Promise<void> {
    this.watched.delete(sessionId);
    if (this.state === 'online') await this.connection.request('unwatch', { sessionId });
  }

  private async begin(sessionId: string, stream: SessionStream): Promise<Synced> {
    if (stream.lastSeq !== null) return stream.sync();
    return this.connection.request('watch', { sessionId }, ({ lastSeq }) => {
      stream.startAt(lastSeq);
    });
  }

  private resume(): void {
    for (const [sessionId, { stream, begun }] of this.watched) {
      if (!begun) continue;
      void deliver({
        attempt: () => this.begin(sessionId, stream),
        ready: () => this.connection.whenOnline(),
      }).catch(() => undefined);
    }
  }

  private tell(event: SessionEvent): void {
    if (event.type === 'message.created') this.listeners.emit('message.created', event);
    else if (event.type === 'handoff.updated') this.listeners.emit('handoff.updated', event);
    else this.listeners.emit('event', event);
  }
}
