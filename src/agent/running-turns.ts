import { Injectable } from '@nestjs/common';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { type TurnSignal } from '../events/turn-signals.js';
import { ConversationBusy } from '../session/session.errors.js';
import { refusedTurns } from '../telemetry/overload-metrics.js';
import { type TurnCuts } from './turn/turn-listener.js';
import { shuttingDown, takenOver, TurnInterrupted, TurnStopped } from './turn/turn.errors.js';

interface RunningTurn {
  readonly stop: AbortController;
  readonly answering: AbortController;
  readonly ended: Promise<void>;
  /** False: it waits until there is room for it, and its message may be refused yet. */
  hasBegun: boolean;
}

/** A registered turn. Call `begin` when it is worked on, and `end` in a `finally`. */
export interface RegisteredTurn extends TurnCuts {
  /** No other turn of its session is here. */
  readonly isAlone: boolean;
  readonly begin: () => void;
  readonly end: () => void;
}

/** The turns of this process: who runs, how to stop them, and when the last one has ended. */
@Injectable()
export class RunningTurns {
  private readonly bySession = new Map<string, Set<RunningTurn>>();
  private closing = false;

  constructor(@InjectConfig() private readonly config: Pick<AppConfig, 'overload'>) {}

  /**
   * Registers a turn. `isOwed`: its message is stored already, so it is not refused for the number of those that wait.
   * @throws ShuttingDown once `drain` has begun; ConversationBusy when too many of the session wait here
   */
  begin(sessionId: string, isOwed = false): RegisteredTurn {
    if (this.closing) throw shuttingDown();
    const turns = this.bySession.get(sessionId) ?? new Set();
    // One of them is being answered.
    if (!isOwed && turns.size > this.config.overload.maxQueuedPerSession) throw tooManyWait();
    const { promise: ended, resolve } = Promise.withResolvers<undefined>();
    const isAlone = turns.size === 0;
    const cuts = { stop: new AbortController(), answering: new AbortController() };
    const running: RunningTurn = { ...cuts, ended, hasBegun: false };
    this.bySession.set(sessionId, turns.add(running));
    return {
      stop: running.stop.signal,
      answering: running.answering.signal,
      isAlone,
      begin: () => {
        running.hasBegun = true;
      },
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

  /** Resolves when none of the turns that the session has here now is running any more. */
  async ended(sessionId: string): Promise<void> {
    await Promise.all([...(this.bySession.get(sessionId) ?? [])].map(({ ended }) => ended));
  }

  /**
   * Takes no new turns and lets the running ones end for up to `graceMs`. What is left then ends here, unfinished on record, with its
   * lease given back: another instance, or the next process, takes it over (TurnRescue).
   */
  async drain(graceMs: number): Promise<void> {
    this.closing = true;
    const { promise: overdue, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => {
      resolve(undefined);
    }, graceMs);
    await Promise.race([this.allEnded(), overdue]);
    clearTimeout(timer);
    for (const turns of [...this.bySession.values()]) for (const { stop } of turns) stop.abort(shuttingDown());
    await this.allEnded();
  }

  private async allEnded(): Promise<void> {
    await Promise.all([...this.bySession.values()].flatMap((turns) => [...turns]).map(({ ended }) => ended));
  }
}

function tooManyWait(): ConversationBusy {
  refusedTurns.inc({ reason: 'session' });
  return new ConversationBusy('Too many messages of this conversation wait to be answered. Send this one later.', {
    retryAfterSeconds: 5,
  });
}

/** Only a stop also ends what still waits for its session: the other two are about answers, and every message shall be stored. */
function abort({ stop, answering, hasBegun }: RunningTurn, signal: TurnSignal): void {
  // A message that came before this one or after it: nobody knows yet, and it gets the answer that is due when it is stored.
  if (signal !== 'stop' && !hasBegun) return;
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
