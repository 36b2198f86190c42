/** What an instance tells all others of a session's turns. */
export type TurnSignal = 'stop' | 'interrupt' | 'taken_over';

/** Carries signals to the instance where the turn runs. Lost signals are lost: what keeps the promises is the epoch. */
export interface TurnSignals {
  /** Tells every instance, this one too. Never throws: with the bus away only this instance hears it. */
  send(sessionId: string, signal: TurnSignal): Promise<void>;
  /** Hears every signal of every session. */
  onSignal(listener: (sessionId: string, signal: TurnSignal) => void): void;
}

/** Provider token of the process's TurnSignals. */
export const TURN_SIGNALS = Symbol('TURN_SIGNALS');
