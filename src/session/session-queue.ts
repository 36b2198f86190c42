import { ConversationBusy } from './session.errors.js';

/** How long and until when to stand in line. */
export interface QueueOptions {
  /** `reject`: don't stand in line at all. */
  readonly onBusy: 'queue' | 'reject';
  /** Leaves the line at once when it fires; the reason is thrown. */
  readonly signal?: AbortSignal | undefined;
  readonly waitMs: number;
}

/** Calls the one who waits; takes them out of the line. */
type Wake = () => void;

/** The error of a caller that can't have the conversation now. */
export function conversationBusy(): ConversationBusy {
  return new ConversationBusy('Another message of this conversation is being answered; send it again in a moment.', {
    retryAfterSeconds: 1,
  });
}

/**
 * One line per key: who comes first is served first, nobody polls, an uncontended key costs one map entry. Each successful `enter`
 * must be followed by exactly one `leave`.
 */
export class SessionQueue {
  /** Keys that are taken, each with those who wait for it in order of arrival. */
  private readonly lines = new Map<string, Set<Wake>>();

  constructor(private readonly maxWaiters: number) {}

  /**
   * Resolves when it is the caller's turn.
   * @throws ConversationBusy when rejected, when the line is full or after `waitMs`; the reason of `signal` when it fires
   */
  async enter(key: string, options: QueueOptions): Promise<void> {
    options.signal?.throwIfAborted();
    const line = this.lines.get(key);
    if (!line) {
      this.lines.set(key, new Set());
      return;
    }
    if (options.onBusy === 'reject' || line.size >= this.maxWaiters) throw conversationBusy();
    await waitIn(line, options);
  }

  /** Hands the key to the next in line, or frees it. */
  leave(key: string): void {
    const line = this.lines.get(key);
    const next = line?.values().next().value;
    if (!line || !next) {
      this.lines.delete(key);
      return;
    }
    next();
  }
}

function waitIn(line: Set<Wake>, { signal, waitMs }: QueueOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      line.delete(wake);
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const wake: Wake = () => {
      settle();
      resolve();
    };
    const onAbort = (): void => {
      settle();
      const reason: unknown = signal?.reason;
      reject(reason instanceof Error ? reason : new Error('The wait was cancelled.', { cause: reason }));
    };
    const timer = setTimeout(() => {
      settle();
      reject(conversationBusy());
    }, waitMs);
    line.add(wake);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
