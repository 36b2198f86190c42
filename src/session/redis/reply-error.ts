import { type AppError } from '../../common/app-error.js';
import { StoreFull, StoreMisconfigured, StoreUnavailable } from '../session.errors.js';

/** First words of replies after which the same command may work a moment later: the server starts, fails over or is busy. */
const PASSING =
  /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|NOREPLICAS|MISCONF|UNBLOCKED|Too many Cluster redirections)/;
/** First words of replies that an operator has to see to. */
const REFUSED =
  /^(NOAUTH|WRONGPASS|NOPERM|WRONGTYPE|ERR AUTH|ERR invalid password)|^ERR .*(ACL failure|can't run|can't access)/;

/** The word that begins an error reply of the server; the rest may name keys. */
const wordOf = (message: string): string => /^[A-Z]+/.exec(message)?.[0] ?? 'an error';

/** The client's error carries the whole command, values included, which must not reach a log. */
export function withoutArguments(error: Error): Error {
  return new Error(error.message);
}

/** Whether `error` is an answer of the server, as opposed to a lost one. */
export function isReply(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyError';
}

/** Whether a script of ours is missing on the server: it was restarted, flushed, or has not run it yet. */
export function isMissingScript(error: unknown): boolean {
  return isReply(error) && error.message.startsWith('NOSCRIPT');
}

/** Whether the same call may be answered differently a moment later. */
export function isPassing(error: unknown): boolean {
  return error instanceof Error && PASSING.test(error.message);
}

/** The server's time in ms when a script was refused for coming after its `notAfter`; else undefined. */
export function lateAt(error: unknown): number | undefined {
  const [, now] = isReply(error) ? (/^OPEXPIRED (\d+)/.exec(error.message) ?? []) : [];
  return now === undefined ? undefined : Number(now);
}

/** What a refusal means to the callers of the store; undefined when it is a fault of ours. The server's text stays in `cause`. */
export function errorOfReply(error: Error): AppError | undefined {
  const { message } = error;
  if (message.startsWith('OOM')) {
    const full = 'Redis is at its maxmemory and takes no writes. Raise maxmemory, or lower SESSION_TIMEOUT_SECONDS.';
    return new StoreFull(full, { cause: withoutArguments(error), retryAfterSeconds: 5 });
  }
  if (REFUSED.test(message)) return refusedByServer(error);
  if (PASSING.test(message)) {
    return new StoreUnavailable(`Redis can't serve now (${wordOf(message)}).`, {
      cause: withoutArguments(error),
      retryAfterSeconds: 1,
    });
  }
  return undefined;
}

/** The error for a server that won't have this client, or that holds something else under our keys. */
function refusedByServer(error: Error): StoreMisconfigured {
  const word = /ACL failure|can't/.test(error.message) ? 'NOPERM' : wordOf(error.message);
  const fix: Record<string, string> = {
    NOPERM: 'The user may not do what the store needs: give it the rules of docs/sessions.md.',
    WRONGTYPE: 'Something else writes under the same keys: set another REDIS_SESSION_KEY_PREFIX.',
  };
  const login = 'Check REDIS_PASSWORD and REDIS_USERNAME, or the user and password inside REDIS_URL.';
  return new StoreMisconfigured(`Redis refuses this client (${word}). ${fix[word] ?? login}`, {
    cause: withoutArguments(error),
  });
}
