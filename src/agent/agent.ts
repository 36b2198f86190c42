import { Injectable } from '@nestjs/common';
import { degradedTurns, turnDuration } from '../telemetry/metrics.js';
import { RunningTurns } from './running-turns.js';
import { InjectTurnPorts } from './turn-ports.provider.js';
import { runTurn } from './turn/run-turn.js';
import { type TurnEvent } from './turn/turn-event.js';
import { type TurnPorts } from './turn/turn-ports.js';
import { type TurnRequest } from './turn/turn-request.js';

/** Everything a customer sends, over any transport, goes through here. */
@Injectable()
export class Agent {
  constructor(
    @InjectTurnPorts() private readonly ports: TurnPorts,
    private readonly running: RunningTurns,
  ) {}

  /**
   * Answers one message, see `runTurn`. Consume it to its end: whoever stops reading early leaves the turn unfinished.
   * @throws what `runTurn` throws before its first event; ShuttingDown
   */
  async *turn(request: TurnRequest): AsyncGenerator<TurnEvent, void> {
    if (request.onBusy === 'interrupt') this.running.stop(request.sessionId);
    const { signal, end } = this.running.begin(request.sessionId);
    const startedAt = performance.now();
    let outcome = 'refused';
    try {
      for await (const event of runTurn(this.ports, request, signal)) {
        outcome = event.type;
        if (event.type === 'complete') countDegraded(event.response.metadata.degraded);
        yield event;
      }
    } finally {
      end();
      turnDuration.observe({ outcome }, (performance.now() - startedAt) / 1000);
    }
  }

  /** Stops what runs for a session. False when nothing does. */
  stop(sessionId: string): boolean {
    return this.running.stop(sessionId);
  }
}

function countDegraded(missing: readonly string[]): void {
  for (const reason of missing) degradedTurns.inc({ reason });
}
