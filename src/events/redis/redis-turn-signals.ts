import { randomUUID } from 'node:crypto';
import { MemoryTurnSignals } from '../memory-turn-signals.js';
import { type TurnSignal, type TurnSignals } from '../turn-signals.js';
import { type EventBus } from './event-bus.js';

/** Redis as far as signals need it. */
export interface TurnSignalsParts {
  readonly bus: Pick<EventBus, 'listen'>;
  readonly publisher: { publish(channel: string, message: string): Promise<unknown> };
  /** The one channel of all instances of the desk. */
  readonly channel: string;
}

/** Signals over all instances: this one hears its own at once, the others through Redis. */
export class RedisTurnSignals implements TurnSignals {
  private readonly here = new MemoryTurnSignals();
  private readonly sender = randomUUID();

  constructor(private readonly parts: TurnSignalsParts) {
    const onMessage = (message: Buffer): void => {
      const [sender, signal = '', sessionId = ''] = message.toString().split('|');
      if (sender !== this.sender && isSignal(signal)) void this.here.send(sessionId, signal);
    };
    void parts.bus.listen(parts.channel, { onMessage, onGap: () => undefined });
  }

  async send(sessionId: string, signal: TurnSignal): Promise<void> {
    await this.here.send(sessionId, signal);
    // What is lost is lost: see TurnSignals.
    await this.parts.publisher
      .publish(this.parts.channel, `${this.sender}|${signal}|${sessionId}`)
      .catch(() => undefined);
  }

  onSignal(listener: (sessionId: string, signal: TurnSignal) => void): void {
    this.here.onSignal(listener);
  }
}

const SIGNALS: ReadonlySet<string> = new Set<TurnSignal>(['stop', 'interrupt', 'taken_over']);

/** Another version of the product may send others. */
function isSignal(text: string): text is TurnSignal {
  return SIGNALS.has(text);
}
