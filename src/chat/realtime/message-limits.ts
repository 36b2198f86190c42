import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../common/clock.js';
import { type AppConfig } from '../../config/app-config.js';
import { InjectConfig } from '../../config/config.module.js';
import { TokenBucket, tooFast } from './token-bucket.js';

/** More sessions than speak within a minute; one that is forgotten early gains a few messages. */
const SESSIONS = 20_000;

/** How fast one session may send messages, whatever connections it sends them by, as long as they are on this instance. */
@Injectable()
export class MessageLimits {
  private readonly buckets = new LRUCache<string, TokenBucket>({ max: SESSIONS });

  constructor(
    private readonly clock: Clock,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  /** @throws RateLimited */
  count(sessionId: string): void {
    const now = this.clock.now();
    const bucket = this.buckets.get(sessionId) ?? new TokenBucket(this.config.realtime.messagesPerMinute, now);
    this.buckets.set(sessionId, bucket);
    const waitMs = bucket.take(now);
    if (waitMs > 0) throw tooFast('messages', waitMs);
  }
}
