import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { type Response } from 'express';
import { shuttingDown } from '../agent/turn/turn.errors.js';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { FollowStream, type FollowStreamOptions } from './follow-stream.js';
import { TooManyConnections } from './realtime/socket.errors.js';

/** When the readers of streams that end with the process come back, in ms. */
const LEAST_RETURN_MS = 100;
const RETURN_WITHIN_MS = 2_000;

/** The event streams of this process: bounded in all and per session, and ended when it stops, so that their readers go on elsewhere. */
@Injectable()
export class FollowStreams implements BeforeApplicationShutdown {
  private readonly bySession = new Map<string, Set<FollowStream>>();
  private count = 0;
  private closing = false;
  private ready: ((sessionId: string) => Promise<void>) | undefined;

  constructor(@InjectConfig() private readonly config: Pick<AppConfig, 'realtime'>) {}

  /** A stream on `response`, of which nothing is sent yet. @throws ShuttingDown, TooManyConnections */
  open(response: Response, options: Omit<FollowStreamOptions, 'maxBufferedBytes'>): FollowStream {
    if (this.closing) throw shuttingDown();
    const { maxBufferedBytes, maxConnections, maxConnectionsPerSession } = this.config.realtime;
    if (this.count >= maxConnections) {
      throw new TooManyConnections('The server has too many event streams open. Connect again in a moment.', {
        retryAfterSeconds: 30,
      });
    }
    const { sessionId } = options;
    const streams = this.bySession.get(sessionId) ?? new Set();
    if (streams.size >= maxConnectionsPerSession) {
      throw new TooManyConnections('This session has too many event streams open. Close one first.', {
        retryAfterSeconds: 30,
      });
    }
    const stream = new FollowStream(response, { ...options, maxBufferedBytes });
    this.bySession.set(sessionId, streams.add(stream));
    this.count += 1;
    if (this.ready) void this.letGo(sessionId, stream, this.ready);
    void stream.over.then(() => {
      streams.delete(stream);
      this.count -= 1;
      if (streams.size === 0) this.bySession.delete(sessionId);
    });
    return stream;
  }

  /** Ends the streams of a session that may not go on; resolves when each was asked. */
  async recheck(sessionId: string): Promise<void> {
    await Promise.all([...(this.bySession.get(sessionId) ?? [])].map((stream) => stream.check()));
  }

  /**
   * Ends all streams, also those that are still opened, each when `ready` says that its session may be left. Their readers come back,
   * not all at once.
   */
  async depart(ready: (sessionId: string) => Promise<void>): Promise<void> {
    this.ready = ready;
    const leaving = [...this.bySession].flatMap(([sessionId, streams]) =>
      [...streams].map((stream) => this.letGo(sessionId, stream, ready)),
    );
    await Promise.all(leaving);
  }

  private async letGo(
    sessionId: string,
    stream: FollowStream,
    ready: (sessionId: string) => Promise<void>,
  ): Promise<void> {
    await ready(sessionId);
    stream.depart(LEAST_RETURN_MS + Math.random() * RETURN_WITHIN_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    for (const streams of this.bySession.values()) for (const stream of streams) stream.end();
  }
}
