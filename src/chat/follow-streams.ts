import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { type Response } from 'express';
import { ShuttingDown } from '../agent/turn/turn.errors.js';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { FollowStream, type FollowStreamOptions } from './follow-stream.js';
import { TooManyConnections } from './realtime/socket.errors.js';

/** The event streams of this process: bounded per session, and ended when it stops, so that their readers go on elsewhere. */
@Injectable()
export class FollowStreams implements BeforeApplicationShutdown {
  private readonly bySession = new Map<string, Set<FollowStream>>();
  private closing = false;

  constructor(@InjectConfig() private readonly config: Pick<AppConfig, 'realtime'>) {}

  /** A stream on `response`, of which nothing is sent yet. @throws ShuttingDown, TooManyConnections */
  open(response: Response, options: Omit<FollowStreamOptions, 'maxBufferedBytes'>): FollowStream {
    if (this.closing) throw new ShuttingDown('The server is shutting down. Connect again in a moment.');
    const { maxBufferedBytes, maxConnectionsPerSession } = this.config.realtime;
    const { sessionId } = options;
    const streams = this.bySession.get(sessionId) ?? new Set();
    if (streams.size >= maxConnectionsPerSession) {
      throw new TooManyConnections('This session has too many event streams open. Close one first.', {
        retryAfterSeconds: 30,
      });
    }
    const stream = new FollowStream(response, { ...options, maxBufferedBytes });
    this.bySession.set(sessionId, streams.add(stream));
    void stream.over.then(() => {
      streams.delete(stream);
      if (streams.size === 0) this.bySession.delete(sessionId);
    });
    return stream;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    for (const streams of this.bySession.values()) for (const stream of streams) stream.end();
  }
}
