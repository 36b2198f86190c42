import { type ValueCodec, type ValuePlace } from '../../session/codec/value-codec.js';
import { type NewEvent, numbered, type SessionEvent } from '../session-event.js';

/** An event of a session as Redis has it, with its number. */
export interface StoredEvent {
  readonly seq: number;
  readonly stored: Buffer;
}

/**
 * Where sealed events belong: to their session. Each session has a key of its own, as each life of a session value has; no incarnation
 * of a session holds a colon.
 */
function placeOf(sessionId: string): ValuePlace {
  return { sessionId, incarnation: `events:${sessionId}`, field: 'event' };
}

/** What to store for an event. */
export function encodeEvent(codec: ValueCodec, sessionId: string, event: NewEvent): string | Buffer {
  return codec.encode(JSON.stringify(event), placeOf(sessionId));
}

/** The event again. @throws SessionCorrupt, KeyUnknown, SyntaxError for what `encodeEvent` didn't make with one of these keys */
export function decodeEvent(codec: ValueCodec, sessionId: string, { seq, stored }: StoredEvent): SessionEvent {
  return numbered(sessionId, seq, JSON.parse(codec.decode(stored, placeOf(sessionId))) as NewEvent);
}

/** The events of a message of lua/append-2.lua. */
export function eventsOfMessage(message: Buffer): StoredEvent[] {
  const end = message.indexOf('\n');
  const [first = 0, ...sizes] = message.toString('latin1', 0, end).split(' ').map(Number);
  let at = end + 1;
  return sizes.map((size, index) => {
    const stored = message.subarray(at, at + size);
    at += size;
    return { seq: first + index, stored };
  });
}

/** Last number and events of a reply of lua/read-2.lua. */
export function eventsOfReply(reply: unknown): { readonly lastSeq: number; readonly stored: readonly StoredEvent[] } {
  const [lastSeq, entries] = reply as [number, [Buffer, [Buffer, Buffer, ...Buffer[]]][]];
  const stored = entries.map(([id, [, event]]) => ({ seq: Number.parseInt(id.toString('latin1'), 10), stored: event }));
  return { lastSeq, stored };
}
