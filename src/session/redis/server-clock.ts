import { type RedisClient } from '../../redis/redis-client.js';
import { mastersOf } from '../../redis/redis-client.js';

/**
 * The server's time, estimated from this process's monotonic clock, so that a wrong or moved clock of this machine doesn't matter. Of
 * several masters the one furthest ahead counts.
 */
export class ServerClock {
  /** Server time minus monotonic time, in ms. */
  private offsetMs = 0;

  /** Milliseconds since the epoch. */
  now(): number {
    return performance.now() + this.offsetMs;
  }

  /** Learns the time anew. Rejects when a server does not answer. */
  async synchronise(client: RedisClient): Promise<void> {
    const offsets = await Promise.all(
      mastersOf(client).map(async (node) => {
        const sent = performance.now();
        const [seconds, micros] = await node.time();
        return Number(seconds) * 1000 + Number(micros) / 1000 - (sent + performance.now()) / 2;
      }),
    );
    this.offsetMs = Math.max(...offsets);
  }

  /** A server said that its time is `serverNow`, later than was believed here. */
  correct(serverNow: number): void {
    this.offsetMs = Math.max(this.offsetMs, serverNow - performance.now());
  }
}
