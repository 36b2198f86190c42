import { randomUUID } from 'node:crypto';
import { type HeldSession } from './held-session.js';
import { ConversationBusy } from './session.errors.js';

/** How a caller wants a session. */
export interface WaiterOptions {
  /** `reject`: don't stand in line at all. */
  readonly onBusy: 'queue' | 'reject';
  /** Ends the wait (not the hold); its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  /** Longest wait in ms. */
  readonly waitMs: number;
  /** When the store is out of reach, hold the session in this process alone. */
  readonly outlivesStore: boolean;
}

/** The error of a caller that can't have the conversation now. */
export function conversationBusy(): ConversationBusy {
  return new ConversationBusy('Another message of this conversation is being answered; send it again in a moment.', {
    retryAfterSeconds: 1,
  });
}

/** One who wants a session: until it is served or refused, or gives up because its time is over or its signal fires. */
export class LineWaiter {
  /** Its name in the line, and the nonce of the grant it gets there. */
  readonly id = randomUUID();
  /** How often it was told that somebody else has the session. */
  tries = 0;
  private readonly end = Promise.withResolvers<HeldSession>();
  private readonly timer: NodeJS.Timeout;

  /** `onGone`: it gave up. */
  constructor(
    readonly options: WaiterOptions,
    private readonly onGone: (waiter: LineWaiter) => void,
  ) {
    this.timer = setTimeout(() => {
      this.giveUp(conversationBusy());
    }, options.waitMs).unref();
    options.signal?.addEventListener('abort', this.onAbort, { once: true });
  }

  /** The session, once it is this one's turn. */
  get held(): Promise<HeldSession> {
    return this.end.promise;
  }

  serve(hold: HeldSession): void {
    this.settle();
    this.end.resolve(hold);
  }

  refuse(error: unknown): void {
    this.settle();
    this.end.reject(error);
  }

  private readonly onAbort = (): void => {
    const reason: unknown = this.options.signal?.reason;
    this.giveUp(reason instanceof Error ? reason : new Error('The wait was cancelled.', { cause: reason }));
  };

  private giveUp(reason: Error): void {
    this.refuse(reason);
    this.onGone(this);
  }

  private settle(): void {
    clearTimeout(this.timer);
    this.options.signal?.removeEventListener('abort', this.onAbort);
  }
}
