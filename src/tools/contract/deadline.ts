/**
 * Runs `work` with a signal that aborts with `expired()` after `timeoutMs`, or with the caller's reason when `signal` aborts.
 * Rejects with that reason at once, even if `work` ignores its signal: a tool that hangs cannot hold a turn.
 */
export async function withDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
  timeoutMs: number,
  expired: () => Error,
): Promise<T> {
  signal.throwIfAborted();
  const own = new AbortController();
  const timer = setTimeout(() => {
    own.abort(expired());
  }, timeoutMs);
  const forward = (): void => {
    own.abort(signal.reason);
  };
  signal.addEventListener('abort', forward, { once: true });
  try {
    return await Promise.race([work(own.signal), rejectionOf(own.signal)]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', forward);
  }
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener(
      'abort',
      () => {
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason }));
      },
      { once: true },
    );
  });
}
