import { Injectable } from '@nestjs/common';
import { ShuttingDown, TurnStopped } from './turn/turn.errors.js';

interface RunningTurn {
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

/** The turns of this process: who runs, how to stop them, and when the last one has ended. */
@Injectable()
export class RunningTurns {
  private readonly bySession = new Map<string, Set<RunningTurn>>();
  private closing = false;

  /**
   * Registers a turn; call `end` in a `finally`.
   * @throws ShuttingDown once `drain` has begun
   */
  begin(sessionId: string): { readonly signal: AbortSignal; readonly end: () => void } {
    if (this.closing) throw new ShuttingDown('The server is shutting down. Send the message again in a moment.');
    const { promise: ended, resolve } = Promise.withResolvers<undefined>();
    const running: RunningTurn = { controller: new AbortController(), ended };
    const turns = this.bySession.get(sessionId) ?? new Set();
    this.bySession.set(sessionId, turns.add(running));
    return {
      signal: running.controller.signal,
      end: () => {
        turns.delete(running);
        if (turns.size === 0) this.bySession.delete(sessionId);
        resolve(undefined);
      },
    };
  }

  /** Stops the session's turns, running and waiting. False when there is none. */
  stop(sessionId: string): boolean {
    const turns = this.bySession.get(sessionId);
    for (const { controller } of turns ?? []) controller.abort(new TurnStopped('The answer was stopped.'));
    return turns !== undefined;
  }

  /** Takes no new turns, lets the running ones end for up to `graceMs`, then stops what is left and waits for that. */
  async drain(graceMs: number): Promise<void> {
    this.closing = true;
    const { promise: overdue, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => {
      resolve(undefined);
    }, graceMs);
    await Promise.race([this.allEnded(), overdue]);
    clearTimeout(timer);
    for (const sessionId of [...this.bySession.keys()]) this.stop(sessionId);
    await this.allEnded();
  }

  private async allEnded(): Promise<void> {
    await Promise.all([...this.bySession.values()].flatMap((turns) => [...turns]).map(({ ended }) => ended));
  }
}
