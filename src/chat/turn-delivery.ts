import { type SessionEvent } from '@frontdesk/client';
import { type ServerSentEvent } from '../transport/event-stream.js';

/** Events of a session as server-sent events. */
export async function* toServerSentEvents(events: AsyncIterable<SessionEvent>): AsyncGenerator<ServerSentEvent, void> {
  for await (const event of events) yield { id: event.id, type: event.type, data: event };
}
