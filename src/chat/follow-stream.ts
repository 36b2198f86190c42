import { type SessionEvent } from '@frontdesk/client';
import { type Response } from 'express';
import { type EventSink } from '../events/event-sink.js';
import { eventId } from '../events/session-event.js';

/** Proxies cut silent connections after a minute or less. */
const HEARTBEAT_MS = 15_000;
/** Heartbeats from one look at whether the stream may go on to the next. */
const BEATS_PER_CHECK = 2;

export interface FollowStreamOptions {
  readonly sessionId: string;
  /** What may wait for a slow reader; beyond that it is cut, and resumes when it comes back. */
  readonly maxBufferedBytes: number;
  /** Whether the stream may go on; asked twice a minute. */
  readonly isGood: () => Promise<boolean>;
}

/** One response as text/event-stream of a session's events, until it is ended or its reader leaves. Headers go out with the first word. */
export class FollowStream implements EventSink {
  /** Resolves when the connection is over. */
  readonly over: Promise<void>;
  private beats = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly response: Response,
    private readonly options: FollowStreamOptions,
  ) {
    this.over = new Promise((resolve) => {
      response.once('close', () => {
        clearInterval(this.timer);
        resolve();
      });
    });
  }

  readonly event = (event: SessionEvent): void => {
    this.write(event.id, event.type, event);
  };

  readonly reset = (lastSeq: number): void => {
    const { sessionId } = this.options;
    this.write(eventId(sessionId, lastSeq), 'sync.reset', { sessionId, lastSeq });
  };

  /** Everything of the past was told: from now on a reader that doesn't keep up is cut. */
  begin(): void {
    this.open();
    if (!this.isOpen) return;
    this.timer = setInterval(this.beat, HEARTBEAT_MS);
  }

  /** Ends the stream so that its reader comes back `afterMs` later, as an EventSource does by itself. */
  depart(afterMs: number): void {
    this.open();
    this.send(`retry: ${Math.round(afterMs)}\n\n`);
    this.end();
  }

  end(): void {
    clearInterval(this.timer);
    this.response.end();
  }

  private get isOpen(): boolean {
    return !this.response.writableEnded && !this.response.destroyed;
  }

  private open(): void {
    if (this.response.headersSent || !this.isOpen) return;
    this.response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      // nginx would collect the stream otherwise.
      'X-Accel-Buffering': 'no',
    });
    this.response.flushHeaders();
  }

  private write(id: string, type: string, data: object): void {
    this.open();
    this.send(`id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  private send(text: string): void {
    if (!this.isOpen) return;
    this.response.write(text);
    if (this.timer && this.response.writableLength > this.options.maxBufferedBytes) this.response.destroy();
  }

  private readonly beat = (): void => {
    this.send(': keep-alive\n\n');
    this.beats += 1;
    if (this.beats % BEATS_PER_CHECK === 0) void this.check();
  };

  /** Ends the stream if it may not go on. */
  async check(): Promise<void> {
    if (!(await this.options.isGood())) this.end();
  }
}
