import {
  type ClientEvents,
  type ConnectionOptions,
  type ConnectionState,
  type CredentialSource,
} from './client-events.js';
import { Connection } from './connection.js';
import { CurrentTurn } from './current-turn.js';
import { deliver } from './deliver.js';
import { Emitter } from './emitter.js';
import { hearSession } from './hear-session.js';
import { newId } from './new-id.js';
import { type ChatClientEvents, type Handoff, type SendMessage, type SessionEvent, type Synced } from './protocol.js';
import { OutgoingMessage, type SentMessage } from './sent-message.js';
import { SessionStream } from './session-stream.js';
import { TypingSignal, TypingWatch } from './typing.js';

/** Keeps over a reload where a session is to be resumed. */
export interface ResumeStorage {
  /** Null: nothing is kept. */
  load(): number | null;
  /** `lastSeq` never lies inside an answer: who resumes there is told a running answer from its start. */
  save(lastSeq: number): void;
}

export interface ChatClientOptions extends ConnectionOptions {
  /** The session's token, or what gives one: asked at every connection. */
  readonly token: CredentialSource;
  /** When given, what concerns another session is dropped. */
  readonly sessionId?: string;
  /** Number of the last event that the application has seen. Default: what `storage` has kept, else 0: everything is told. */
  readonly lastSeq?: number;
  readonly storage?: ResumeStorage;
}

export interface SendOptions {
  /** Default: a new one. */
  readonly clientMessageId?: string;
  readonly attachmentIds?: readonly string[];
  /** While an answer is being made: wait for it (default), be refused with `conversation_busy`, or cut it short. */
  readonly onBusy?: 'queue' | 'reject' | 'interrupt';
  /** Gives up sending; a message that has arrived is answered all the same. */
  readonly signal?: AbortSignal;
}

export interface PersonRequest {
  readonly reason?: string;
  /** For the person who takes over. */
  readonly note?: string;
  /** Gives up asking. */
  readonly signal?: AbortSignal;
}

/** A customer's end of one conversation. */
export class ChatClient {
  private readonly connection: Connection<ChatClientEvents>;
  private readonly listeners = new Emitter<ClientEvents>();
  private readonly stream: SessionStream;
  private readonly turn = new CurrentTurn();
  private readonly typingSignal: TypingSignal;
  private readonly typingWatch: TypingWatch;
  private readonly storage: ResumeStorage | undefined;
  /** When the token is over, the connection ends and the next one asks for another. */
  private readonly renewable: boolean;
  private readonly outgoing = new Set<OutgoingMessage>();
  private lastDelivery: Promise<unknown> = Promise.resolve();
  private saved: number | null;

  constructor(options: ChatClientOptions) {
    this.storage = options.storage;
    this.renewable = typeof options.token === 'function';
    this.saved = options.lastSeq ?? options.storage?.load() ?? 0;
    const credential = { name: 'token', source: options.token } as const;
    this.connection = new Connection('/chat', options, credential, () => ({ lastSeq: this.lastSeq }));
    this.stream = new SessionStream(this.saved, {
      tell: (event) => {
        this.tell(event);
      },
      reset: (lastSeq) => {
        this.onReset(lastSeq, options.sessionId);
      },
      sync: (afterSeq, onAnswer) => this.connection.request('sync', { afterSeq }, onAnswer),
      reachable: () => this.state === 'online',
    });
    this.typingSignal = new TypingSignal((on) => {
      this.connection.tell('typing', { on });
    });
    this.typingWatch = new TypingWatch((typing) => {
      this.listeners.emit('typing', typing);
    });
    hearSession(this.connection, {
      listeners: this.listeners,
      streamOf: (sessionId) =>
        options.sessionId === undefined || sessionId === options.sessionId ? this.stream : null,
      typing: this.typingWatch,
    });
    this.connection.signals.on('state', (state) => {
      if (state === 'closed') this.onClosed();
    });
  }

  get state(): ConnectionState {
    return this.connection.state;
  }

  /** Number of the last event that listeners were told of. */
  get lastSeq(): number {
    return this.stream.lastSeq ?? 0;
  }

  /** Begins to connect, and comes back by itself from then on; while offline: tries again at once. */
  connect(): this {
    this.connection.open();
    return this;
  }

  /** Disconnects for good. Messages that are still on their way fail with `client_closed`; the desk may have got them. */
  close(): void {
    this.connection.close();
  }

  /** Returns the function that takes the listener away. */
  on<Name extends keyof ClientEvents>(name: Name, listener: (value: ClientEvents[Name]) => void): () => void {
    return this.listeners.on(name, listener);
  }

  /**
   * Sends a message, after those sent before. Without a connection it waits for one; an answer that does not come makes it go out again
   * under the same id, which the desk stores and answers once.
   */
  send(text: string, options: SendOptions = {}): SentMessage {
    const { clientMessageId = newId(), attachmentIds, onBusy, signal } = options;
    const body: SendMessage = {
      message: text,
      clientMessageId,
      ...(attachmentIds && attachmentIds.length > 0 ? { attachmentIds } : {}),
      ...(onBusy ? { onBusy } : {}),
    };
    const message = new OutgoingMessage(body, () => this.send(text, { ...options, clientMessageId }));
    this.outgoing.add(message);
    this.typingSignal.set(false);
    const before = this.lastDelivery;
    this.lastDelivery = before.then(() => this.deliver(message, signal));
    return message;
  }

  /** Stops the answer that is being made. @throws DeskError */
  async stop(): Promise<boolean> {
    const { stopped } = await this.connection.request('turn.stop', {});
    return stopped;
  }

  /** The customer writes: call it at every key stroke, and with false when the field is empty again. Sending ends it too. */
  typing(on: boolean): void {
    this.typingSignal.set(on);
  }

  /** Asks for what follows the last event; needed by nobody who stays connected. @throws DeskError */
  sync(): Promise<Synced> {
    return this.stream.sync();
  }

  /**
   * Asks for a person; while a ticket is open, the same one comes back. Waits for a connection.
   * @throws DeskError of the refusal; the signal's reason
   */
  requestPerson({ signal, ...request }: PersonRequest = {}): Promise<Handoff> {
    return deliver({
      attempt: () => this.connection.request('handoff.request', request),
      ready: (abort) => this.connection.whenOnline(abort),
      signal,
    });
  }

  /**
   * Asks for a token and presents it on the open connection, which then lives on beyond the last one. Without this a token that runs out
   * costs a reconnection.
   * @returns until when it is good, ISO 8601
   * @throws DeskError
   */
  async refreshToken(): Promise<string> {
    const token = await this.connection.credential();
    const { expiresAt } = await this.connection.request('auth.refresh', { token });
    return expiresAt;
  }

  private async deliver(message: OutgoingMessage, signal?: AbortSignal): Promise<void> {
    try {
      await deliver({
        attempt: () =>
          this.connection.request('message.send', message.body, (accepted) => {
            message.accept(accepted, accepted.turnId === null ? [] : this.turn.eventsOf(accepted.turnId));
          }),
        ready: (abort) => this.connection.whenOnline(abort),
        final: message.body.onBusy === 'reject' ? ['conversation_busy'] : [],
        passing: this.renewable ? ['session_expired'] : [],
        signal,
      });
    } catch (reason) {
      message.fail(reason);
    }
    this.drop();
  }

  private tell(event: SessionEvent): void {
    if (event.type === 'message.created') this.listeners.emit('message.created', event);
    else if (event.type === 'handoff.updated') {
      this.listeners.emit('handoff.updated', event);
      if (event.handoff.state === 'assigned' || event.handoff.state === 'active') this.takenOver();
    } else {
      this.turn.take(event);
      this.listeners.emit('event', event);
      for (const message of this.outgoing) message.take(event);
    }
    this.drop();
    this.save();
  }

  /** What was being answered is the person's now: the desk tells nothing more of that turn. */
  private takenOver(): void {
    this.turn.end();
    for (const message of this.outgoing) if (message.isStored) message.finish(null);
  }

  private onReset(lastSeq: number, sessionId = ''): void {
    this.turn.end();
    this.listeners.emit('reset', { sessionId, lastSeq });
    this.save();
    // Their events may be among those that were not told; the same id gets the answer, or the turn that is making it.
    for (const message of this.outgoing) if (message.isStored) void this.deliver(message);
  }

  private onClosed(): void {
    this.typingWatch.close();
    for (const message of this.outgoing) message.fail(this.connection.endReason);
    this.outgoing.clear();
  }

  private drop(): void {
    for (const message of this.outgoing) if (!message.open) this.outgoing.delete(message);
  }

  private save(): void {
    const lastSeq = this.turn.resumeSeq(this.lastSeq);
    if (lastSeq === this.saved) return;
    this.saved = lastSeq;
    this.storage?.save(lastSeq);
  }
}
