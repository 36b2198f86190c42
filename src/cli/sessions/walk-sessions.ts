import { type SessionData } from '../../session/session-data.js';
import { MAX_PAGE } from '../../session/session-limits.js';
import { type SessionStore } from '../../session/session-store.js';

/**
 * All live sessions, page by page, in order of creation.
 * @throws the signal's reason between two pages
 */
export async function* walkSessions(
  store: Pick<SessionStore, 'listActive'>,
  signal: AbortSignal,
): AsyncGenerator<readonly SessionData[], void, undefined> {
  let cursor: string | null = null;
  do {
    signal.throwIfAborted();
    const page = await store.listActive({ limit: MAX_PAGE, cursor });
    yield page.sessions;
    cursor = page.nextCursor;
  } while (cursor !== null);
}
