import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Clock } from '../../common/clock.js';
import { ValidationFailed } from '../../common/app-error.js';
import { systemErrorCode } from '../../config/system-error.js';
import { type SessionStore } from '../../session/session-store.js';
import { checkHeader, parseSession } from './archive-format.js';
import { initOf, type PortableSession } from './portable-session.js';
import { SessionsInputInvalid } from './sessions-errors.js';
import { type Tally } from './tally.js';

/** Creations under way at once. */
const IN_FLIGHT = 32;

/** `deleted`: the id was deleted in this store a short while ago and stays so. */
export type ImportOutcome = 'created' | 'existing' | 'expired' | 'deleted';

export interface ImportOptions {
  /** A file, or `-` for standard input. */
  readonly from: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A session with the file and line that it came from. */
interface PlacedSession {
  readonly place: string;
  readonly session: PortableSession;
}

/**
 * Creates the archived sessions that are not there; what is there stays as it is. Sessions of earlier lines are kept when a line
 * is wrong: correct it and import again.
 * @throws SessionsInputInvalid naming file and line
 */
export async function importSessions(
  store: Pick<SessionStore, 'create'>,
  tally: Tally<ImportOutcome>,
  { from, clock, signal }: ImportOptions,
): Promise<void> {
  let batch: PlacedSession[] = [];
  const flush = async (): Promise<void> => {
    signal.throwIfAborted();
    const sessions = batch;
    batch = [];
    await Promise.all(
      sessions.map(async (placed) => {
        tally.add(await importSession(store, placed, clock.now()));
      }),
    );
  };
  try {
    for await (const placed of archivedSessions(from)) if (batch.push(placed) >= IN_FLIGHT) await flush();
  } finally {
    if (!signal.aborted) await flush();
  }
}

async function* archivedSessions(from: string): AsyncGenerator<PlacedSession> {
  const name = from === '-' ? 'standard input' : from;
  let line = 0;
  try {
    for await (const text of createInterface({ input: from === '-' ? process.stdin : createReadStream(from) })) {
      line += 1;
      const place = `${name}:${line}`;
      if (line === 1) checkHeader(text, place);
      else if (text.trim() !== '') yield { place, session: parseSession(text, place) };
    }
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (!code?.startsWith('E')) throw cause;
    throw new SessionsInputInvalid(`${name} cannot be read (${code}).`, { cause });
  }
  if (line === 0) throw new SessionsInputInvalid(`${name} is empty; the first line of an archive is its header.`);
}

async function importSession(
  store: Pick<SessionStore, 'create'>,
  { place, session }: PlacedSession,
  now: number,
): Promise<ImportOutcome> {
  const init = initOf(session, now);
  if (!init) return 'expired';
  const result = await store.create(init).catch((cause: unknown) => {
    if (cause instanceof ValidationFailed) throw new SessionsInputInvalid(`${place} ${cause.message}.`, { cause });
    throw cause;
  });
  switch (result.status) {
    case 'applied':
    case 'replayed':
      return 'created';
    case 'conflict':
      return 'existing';
    case 'not_found':
      return 'deleted';
    case 'limit':
      throw new SessionsInputInvalid(`${place} is over a limit of a session: ${result.limit}.`);
  }
}
