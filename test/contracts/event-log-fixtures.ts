import { type EventLog, type TailListener } from '../../src/events/event-log.js';
import { type NewEvent, type SessionEvent } from '../../src/events/session-event.js';

const AT = '2026-01-01T00:00:00.000Z';

/** A piece of a turn's text. */
export const text = (delta: string, turnId = 'turn_1'): NewEvent => ({ type: 'text', delta, turnId, at: AT });

/** A message of a person of the desk. */
export const said = (message: string): NewEvent => ({
  type: 'message.created',
  at: AT,
  message: {
    messageId: `msg_${message}`,
    seq: 1,
    role: 'human',
    message,
    clientMessageId: null,
    authorName: 'Ann',
    sources: [],
    createdAt: AT,
  },
});

/** What an event says, with its number: `3 hello`. */
export const brief = (event: SessionEvent): string => `${event.seq} ${saidBy(event)}`;

/** What a message or a text says. */
export function saidBy(event: SessionEvent): string {
  if (event.type === 'message.created') return event.message.message;
  return event.type === 'text' ? event.delta : event.type;
}

/** Appends texts and resolves to their numbers. @throws Error when it is fenced */
export async function append(
  log: Pick<EventLog, 'append'>,
  sessionId: string,
  texts: readonly string[],
  { floor = 0, epoch = null }: { floor?: number; epoch?: number | null } = {},
): Promise<number[]> {
  const result = await log.append({ sessionId, events: texts.map((delta) => said(delta)), floor, epoch });
  if (result.status === 'fenced') throw new Error('fenced');
  return result.events.map(({ seq }) => seq);
}

/** A listener that remembers. */
export class Recorder implements TailListener {
  readonly heard: string[] = [];
  gaps = 0;

  readonly onEvents = (events: readonly SessionEvent[]): void => {
    this.heard.push(...events.map(brief));
  };

  readonly onGap = (): void => {
    this.gaps += 1;
  };
}
