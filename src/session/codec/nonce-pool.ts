import { randomFillSync } from 'node:crypto';
import { NONCE_BYTES } from './envelope.js';

/** Nonces drawn at once: one draw costs about 3 us whether it is for 12 bytes or for 4 kB. */
const POOL_NONCES = 341;

/** Random nonces, each handed out once. */
export class NoncePool {
  private readonly pool = Buffer.alloc(POOL_NONCES * NONCE_BYTES);
  private next = this.pool.length;

  /** A fresh nonce; a view that is good until the next call. */
  take(): Buffer {
    if (this.next === this.pool.length) {
      randomFillSync(this.pool);
      this.next = 0;
    }
    const start = this.next;
    this.next += NONCE_BYTES;
    return this.pool.subarray(start, this.next);
  }
}
