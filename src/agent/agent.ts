import { type AgentResponse, type MessageAccepted, type SessionEvent } from '@frontdesk/client';
import { Inject, Injectable } from '@nestjs/common';
import { TurnLog } from '../conversation/turn-log.js';
import { EventLogUnavailable } from '../events/event-log.errors.js';
import { TURN_SIGNALS, type TurnSignals } from '../events/turn-signals.js';
import { degradedTurns, turnDuration } from '../telemetry/metrics.js';
import { RunningTurns } from './running-turns.js';
import { TurnRun } from './turn-run.js';
import { InjectTurnPorts } from './turn-ports.provider.js';
import { giveUpTurn } from './turn/give-up-turn.js';
import { runTurn } from './turn/run-turn.js';
import { type TurnListener } from './turn/turn-listener.js';
import { type TurnPorts } from './turn/turn-ports.js';
import { type TurnRequest } from './turn/turn-request.js';

/** Everything a customer sends, over any transport, goes through here. A turn that began goes on, whoever hangs up. */
@Injectable()
export class Agent {
  constructor(
    @InjectTurnPorts() private readonly ports: TurnPorts,
    private readonly running: RunningTurns,
    private readonly turns: TurnLog,
    @Inject(TURN_SIGNALS) private readonly signals: TurnSignals,
  ) {
    signals.onSignal((sessionId, signal) => {
      running.cut(sessionId, signal);
    });
  }

  /**
   * The events of a message's turn, or the one that tells that a person got it.
   * @throws what `runTurn` throws, before the first event; ShuttingDown
   */
  turn(request: TurnRequest): AsyncGenerator<SessionEvent, void> {
    return this.start(request).events();
  }

  /**
   * The answer as a whole; `handledBy` human when there is none because a person answers.
   * @throws what `turn` throws, and the failure of its `error` event
   */
  answer(request: TurnRequest): Promise<AgentResponse> {
    return this.start(request).response;
  }

  /**
   * Stores a message and resolves; its turn goes on by itself, and tells through `SessionEvents`. The message survives from then on.
   * @throws what `turn` throws before its first event
   */
  accept(request: TurnRequest): Promise<MessageAccepted> {
    return this.start({ ...request, durable: true }).accepted;
  }

  /** Stops what runs for a session, on any instance. False when nothing does. */
  async stop(sessionId: string): Promise<boolean> {
    const here = this.running.cut(sessionId, 'stop');
    const anywhere = here || (await this.turns.isRunning(sessionId));
    if (anywhere) await this.signals.send(sessionId, 'stop');
    return anywhere;
  }

  /** Ends a session that was deleted: stops what runs, and what was told is forgotten, at the latest when the log's time is over. */
  async forget(sessionId: string): Promise<void> {
    await this.signals.send(sessionId, 'stop');
    await this.ports.events.forget(sessionId).catch((error: unknown) => {
      if (!(error instanceof EventLogUnavailable)) throw error;
    });
  }

  /** Ends a lost turn that is not to be tried again; its customer is told. */
  async giveUp({ sessionId, turnId }: { readonly sessionId: string; readonly turnId: string }): Promise<void> {
    await giveUpTurn(this.ports, sessionId, turnId);
  }

  private start(request: TurnRequest): TurnRun {
    return new TurnRun((listener) => this.run(request, listener));
  }

  private async run(request: TurnRequest, listener: TurnListener): ReturnType<typeof runTurn> {
    const { sessionId } = request;
    // Heard here before the next line, so that it never cuts the turn it is for.
    if (request.onBusy === 'interrupt') void this.signals.send(sessionId, 'interrupt');
    const { end, ...cuts } = this.running.begin(sessionId);
    const startedAt = performance.now();
    let outcome = 'refused';
    const heard: TurnListener = {
      accepted: listener.accepted,
      event: (event) => {
        outcome = event.type;
        listener.event(event);
      },
    };
    try {
      const result = await runTurn(this.ports, request, cuts, heard);
      if ('metadata' in result) countDegraded(result.metadata.degraded);
      return result;
    } finally {
      end();
      turnDuration.observe({ outcome }, (performance.now() - startedAt) / 1000);
    }
  }
}

function countDegraded(missing: readonly string[]): void {
  for (const reason of missing) degradedTurns.inc({ reason });
}
