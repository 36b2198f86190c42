import { type TurnSignal, type TurnSignals } from './turn-signals.js';

/** Signals inside one process. */
export class MemoryTurnSignals implements TurnSignals {
  private readonly listeners: ((sessionId: string, signal: TurnSignal) => void)[] = [];

  async send(sessionId: string, signal: TurnSignal): Promise<void> {
    for (const listener of this.listeners) listener(sessionId, signal);
  }

  onSignal(listener: (sessionId: string, signal: TurnSignal) => void): void {
    this.listeners.push(listener);
  }
}
