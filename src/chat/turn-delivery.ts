import { type AgentResponse } from '../agent/turn/agent-response.js';
import { type TurnEvent } from '../agent/turn/turn-event.js';
import { type ServerSentEvent } from '../transport/event-stream.js';
import { toProblem } from '../transport/problem.js';

/**
 * The turn as one answer.
 * @throws what the turn threw, or the error of its `error` event
 */
export async function collectResponse(events: AsyncIterable<TurnEvent>): Promise<AgentResponse> {
  let response: AgentResponse | undefined;
  for await (const event of events) {
    if (event.type === 'error') throw event.error;
    if (event.type === 'complete') ({ response } = event);
  }
  if (!response) throw new Error('a turn ended without complete or error');
  return response;
}

/** The turn as server-sent events. */
export async function* toServerSentEvents(
  events: AsyncIterable<TurnEvent>,
  requestId: string,
): AsyncGenerator<ServerSentEvent, void> {
  for await (const event of events) {
    if (event.type === 'error') {
      const data = { ...event, error: toProblem(event.error, { requestId }) };
      yield { id: event.id, type: event.type, data };
    } else {
      yield { id: event.id, type: event.type, data: event };
    }
  }
}
