import { z } from 'zod';
import { type SessionData, type SessionInit } from '../../session/session-data.js';

const textOrNull = z.string().nullable();
const instant = z.int().min(0);

/**
 * The part of a session that another store can take over; what else a snapshot holds is its own store's. The store that takes it
 * checks ids, names, sizes and depths.
 */
export const portableSession = z.object({
  sessionId: z.string(),
  userId: textOrNull,
  threadId: z.string(),
  escalated: z.boolean(),
  metadata: z.record(z.string(), z.json()),
  requestId: textOrNull,
  fingerprintHash: textOrNull,
  counters: z.record(z.string(), z.int()),
  createdAt: instant,
  expiresAt: instant,
  absoluteExpiresAt: instant,
  idleMs: z.int().min(1),
});

export type PortableSession = Readonly<z.infer<typeof portableSession>>;

/**
 * The same session for another store, or null when it has expired by `now`. The absolute end stays; the idle time starts again,
 * since no store takes a last activity from outside.
 */
export function initOf(session: PortableSession | SessionData, now: number): SessionInit | null {
  if (Math.min(session.expiresAt, session.absoluteExpiresAt) <= now) return null;
  return {
    ...valuesOf(session),
    sessionId: session.sessionId,
    createdAt: session.createdAt,
    idleMs: session.idleMs,
    absoluteMs: session.absoluteExpiresAt - now,
  };
}

type SessionValues = Pick<
  SessionData,
  'userId' | 'threadId' | 'escalated' | 'metadata' | 'requestId' | 'fingerprintHash' | 'counters'
>;

/** What the application put into the session; counters at 0 are as good as none. */
export function valuesOf(session: SessionValues): SessionValues {
  const { userId, threadId, escalated, metadata, requestId, fingerprintHash, counters } = session;
  const counted = Object.fromEntries(Object.entries(counters).filter(([, count]) => count !== 0));
  return { userId, threadId, escalated, metadata, requestId, fingerprintHash, counters: counted };
}
