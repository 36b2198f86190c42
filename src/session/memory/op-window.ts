import { OP_WINDOW_MS, SESSION_LIMITS } from '../session-limits.js';
import { type Applied } from '../session-results.js';
import { RotatingMap } from './rotating-map.js';

/** The op-ids of one session with their first answers. The Redis store keeps the same two generations as hashes. */
export class OpWindow {
  private readonly answers = new RotatingMap<Applied>(OP_WINDOW_MS);

  /** The answer first given to `opId`, marked as a replay. */
  recall(opId: string, now: number): Applied | undefined {
    const first = this.answers.get(opId, now);
    return first && { ...first, status: 'replayed' };
  }

  isFull(now: number): boolean {
    return this.answers.currentSize(now) >= SESSION_LIMITS.opsPerWindow;
  }

  remember(opId: string, answer: Applied, now: number): void {
    this.answers.set(opId, answer, now);
  }
}
