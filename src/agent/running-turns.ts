import { Injectable } from '@nestjs/common';
import { type TurnSignal } from '../events/turn-signals.js';
import { type TurnCuts } from './turn/turn-listener.js';
import { ShuttingDown, takenOver, TurnInterrupted, TurnStopped } from './turn/turn.errors.js';

interface RunningTurn {
  readonly stop: AbortController;
  readonly answering: AbortController;
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
  begin(sessionId: string): TurnCuts & { readonly end: () => void } {
    if (this.closing) throw new ShuttingDown('The server is shutting down. Send the message again in a moment.');
    const { promise: ended, resolve } = Promise.withResolvers<undefined>();
    const running: RunningTurn = { stop: new AbortController(), answering: new AbortController(), ended };
    const turns = this.bySession.get(sessionId) ?? new Set();
    this.bySession.set(sessionId, turns.add(running));
    return {
      stop: running.stop.signal,
      answering: running.answering.signal,
      end: () => {
        turns.delete(running);
        if (turns.size === 0) this.bySession.delete(sessionId);
        resolve(undefined);
      },
    };
  }

  /** Cuts the session's turns of this process. False when there is none. */
  cut(sessionId: string, signal: TurnSignal): boolean {
    const turns = this.bySession.get(sessionId);
    for (const turn of turns ?? []) abort(turn, signal);
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
    for (const sessionId of [...this.bySession.keys()]) this.cut(sessionId, 'stop');
    await this.allEnded();
  }

  private async allEnded(): Promise<void> {
    await Promise.all([...this.bySession.values()].flatMap((turns) => [...turns]).map(({ ended }) => ended));
  }
}

/** Only a stop also ends what still waits for its session: the other two are about answers, and every message shall be stored. */
function abort({ stop, answering }: RunningTurn, signal: TurnSignal): void {
  switch (signal) {
    case 'stop':
      stop.abort(new TurnStopped('The answer was stopped. Send the message again to get one.'));
      break;
    case 'interrupt':
      answering.abort(new TurnInterrupted('A newer message came first; both are answered together.'));
      break;
    case 'taken_over':
      answering.abort(takenOver());
      break;
  }
}
