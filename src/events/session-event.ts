import { type SessionEvent } from '@frontdesk/client';

export type { SessionEvent };

/** An event before it has its number. */
export type NewEvent = Unnumbered<SessionEvent>;

type Unnumbered<T> = T extends SessionEvent ? Omit<T, 'id' | 'seq' | 'fromSeq' | 'sessionId'> : never;

/** The number of the first event that `event` stands for. */
export function firstSeqOf({ fromSeq, seq }: Pick<SessionEvent, 'fromSeq' | 'seq'>): number {
  return fromSeq ?? seq;
}

/** `event` under its number. */
export function numbered(sessionId: string, seq: number, event: NewEvent): SessionEvent {
  return { id: eventId(sessionId, seq), seq, sessionId, ...event };
}

/** The outward name of the event with that number. */
export function eventId(sessionId: string, seq: number): string {
  return `${sessionId}:${seq}`;
}
