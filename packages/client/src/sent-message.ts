import { DeskError } from './desk-error.js';
import { type AgentResponse, type MessageAccepted, type SendMessage, type TurnEvent } from './protocol.js';

/** The turn that was cut short for the next message answers nothing; the one that answers both follows. */
const INTERRUPTED = 'turn_interrupted';

/**
 * A message on its way, and what comes of it. Iterating gives the events of its turn, from its start, however late one begins: it ends
 * with `complete`, with `error`, or without either when a person answers.
 */
export interface SentMessage extends AsyncIterable<TurnEvent> {
  readonly clientMessageId: string;
  /** Fulfilled when the desk has stored it. Rejected with a DeskError when it was refused, or with the reason of `signal`. */
  readonly accepted: Promise<MessageAccepted>;
  /**
   * The whole answer; null when a person answers.
   * @throws DeskError of the refusal or of the turn's `error` event: when it is `retryable`, `retry()` can help
   */
  response(): Promise<AgentResponse | null>;
  /** Sends the same message once more, under the same id. */
  retry(): SentMessage;
}

/** A `SentMessage` as its client sees it. */
export class OutgoingMessage implements SentMessage {
  readonly accepted: Promise<MessageAccepted>;
  private readonly answer: Promise<AgentResponse | null>;
  private readonly events: TurnEvent[] = [];
  private readonly turns = new Set<string>();
  private settled = false;
  private stored = false;
  private wake: (() => void)[] = [];
  private resolveAccepted: (accepted: MessageAccepted) => void = () => undefined;
  private rejectAccepted: (reason: unknown) => void = () => undefined;
  private resolveAnswer: (response: AgentResponse | null) => void = () => undefined;
  private rejectAnswer: (reason: unknown) => void = () => undefined;

  constructor(
    readonly body: SendMessage,
    private readonly again: () => SentMessage,
  ) {
    this.accepted = new Promise((resolve, reject) => {
      this.resolveAccepted = resolve;
      this.rejectAccepted = reject;
    });
    this.answer = new Promise((resolve, reject) => {
      this.resolveAnswer = resolve;
      this.rejectAnswer = reject;
    });
    // Whoever looks at neither still must not bring the process down.
    this.accepted.catch(() => undefined);
    this.answer.catch(() => undefined);
  }

  get clientMessageId(): string {
    return this.body.clientMessageId;
  }

  /** Neither answered nor failed. */
  get open(): boolean {
    return !this.settled;
  }

  /** The desk has stored it. */
  get isStored(): boolean {
    return this.stored;
  }

  response(): Promise<AgentResponse | null> {
    return this.answer;
  }

  retry(): SentMessage {
    return this.again();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<TurnEvent, void> {
    for (let at = 0; ; at += 1) {
      while (at >= this.events.length && this.open) {
        await new Promise<void>((resolve) => this.wake.push(resolve));
      }
      const event = this.events[at];
      if (!event) break;
      yield event;
    }
    // A refusal is no event: whoever only iterates learns of it here.
    if (!this.stored) await this.accepted;
  }

  /** The desk's answer; `told` is what has come of its turn already. */
  accept(accepted: MessageAccepted, told: readonly TurnEvent[]): void {
    this.stored = true;
    this.resolveAccepted(accepted);
    if (accepted.response) this.finish(accepted.response);
    else if (accepted.turnId === null) this.finish(null);
    else if (!this.turns.has(accepted.turnId)) {
      this.turns.add(accepted.turnId);
      for (const event of told) this.take(event);
    }
  }

  /** Takes in an event of the session if it is of a turn that answers this message. */
  take(event: TurnEvent): void {
    if (this.settled) return;
    if (event.type === 'start' && event.messages.some((message) => message.clientMessageId === this.clientMessageId)) {
      this.turns.add(event.turnId);
    }
    if (!this.turns.has(event.turnId)) return;
    this.events.push(event);
    if (event.type === 'complete') this.finish(event.response);
    else if (event.type === 'error' && event.error.code !== INTERRUPTED) this.fail(new DeskError(event.error));
    this.wakeAll();
  }

  /** It is answered; null: by a person. */
  finish(response: AgentResponse | null): void {
    this.settled = true;
    this.resolveAnswer(response);
    this.wakeAll();
  }

  fail(reason: unknown): void {
    this.settled = true;
    this.rejectAccepted(reason);
    this.rejectAnswer(reason);
    this.wakeAll();
  }

  private wakeAll(): void {
    for (const wake of this.wake.splice(0)) wake();
  }
}
