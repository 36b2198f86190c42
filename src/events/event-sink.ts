import { type SessionEvent } from './session-event.js';

/** Who follows a session: a socket, an event stream. One that throws is given up. */
export interface EventSink {
  /** In order, each once, no gap: `fromSeq ?? seq` is never above the last number plus 1. */
  readonly event: (event: SessionEvent) => void;
  /** Too much was missed to be sent; it goes on after `lastSeq`. */
  readonly reset: (lastSeq: number) => void;
}
