import { createEventStreamParser } from './event-stream.js';
import { RequestError } from './request-error.js';

/** @import { TurnEvent } from '../types.js' */

/**
 * The events of one turn, as they arrive.
 *
 * @param {Response} response an event stream, or the whole answer as JSON
 * @param {() => void} onActivity called whenever bytes arrived
 * @returns {AsyncGenerator<TurnEvent, void>}
 * @throws {RequestError} `interrupted` when the stream ends before `complete`, or the problem of an `error` event
 */
export async function* readTurn(response, onActivity) {
  if (response.headers.get('Content-Type')?.startsWith('application/json')) {
    yield { type: 'complete', response: await response.json() };
    return;
  }
  for await (const event of readEvents(response, onActivity)) {
    if (event.type === 'error') throw new RequestError(event.error);
    yield event;
    if (event.type === 'complete') return;
  }
  throw new RequestError({ code: 'interrupted' });
}

/**
 * @param {Response} response
 * @param {() => void} onActivity
 * @returns {AsyncGenerator<TurnEvent, void>}
 */
async function* readEvents(response, onActivity) {
  const reader = response.body?.getReader();
  if (!reader) return;
  const decoder = new TextDecoder();
  const parser = createEventStreamParser();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
      if (done) return;
      onActivity();
      for (const { event, data } of parser.push(decoder.decode(value, { stream: true }))) {
        yield { ...JSON.parse(data), type: event };
      }
    }
  } finally {
    // A stream that is already closed has nothing left to cancel.
    void reader.cancel().catch(() => undefined);
  }
}
