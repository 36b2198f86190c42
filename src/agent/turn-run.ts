import { type AgentResponse, type MessageAccepted, type SessionEvent } from '@frontdesk/client';
import { AppError } from '../common/app-error.js';
import { type TurnListener } from './turn/turn-listener.js';

/** One message on its way, for whoever wants to hear of it. It goes on also when nobody does. */
export class TurnRun {
  /** Resolves when the message is stored. Rejects when it is refused. */
  readonly accepted: Promise<MessageAccepted>;
  /** Resolves to the answer. Rejects with what refused or ended it. */
  readonly response: Promise<AgentResponse>;
  private readonly told: SessionEvent[] = [];
  private isOver = false;
  private wake: () => void = () => undefined;

  /** `run` is given who listens, and works at once. */
  constructor(run: (listener: TurnListener) => Promise<AgentResponse | AppError>) {
    const accepted = Promise.withResolvers<MessageAccepted>();
    this.accepted = accepted.promise;
    const listener: TurnListener = {
      accepted: accepted.resolve,
      event: (event) => {
        this.told.push(event);
        this.wake();
      },
    };
    this.response = run(listener).then((result) => {
      if (result instanceof AppError) throw result;
      return result;
    });
    this.response.catch(accepted.reject).finally(() => {
      this.isOver = true;
      this.wake();
    });
    // Nobody has to listen.
    this.accepted.catch(() => undefined);
    this.response.catch(() => undefined);
  }

  /**
   * The events, from the first on. Ends with the turn's last one; whoever stops reading stops nothing.
   * @throws what refused the message, before the first event
   */
  async *events(): AsyncGenerator<SessionEvent, void> {
    await this.accepted;
    for (let next = 0; ;) {
      for (let event = this.told[next]; event; event = this.told[next]) {
        next += 1;
        yield event;
      }
      if (this.isOver) return;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}
