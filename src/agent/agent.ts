import { type AgentResponse, type MessageAccepted, type SessionEvent } from '@frontdesk/client';
import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '../common/app-error.js';
import { TurnLog } from '../conversation/turn-log.js';
import { EventLogUnavailable } from '../events/event-log.errors.js';
import { TURN_SIGNALS, type TurnSignals } from '../events/turn-signals.js';
import { degradedTurns } from '../telemetry/metrics.js';
import { observeTurn } from '../telemetry/observe-turn.js';
import { inStage } from '../telemetry/turn-stage.js';
import { type RegisteredTurn, RunningTurns } from './running-turns.js';
import { TurnAdmission } from './turn-admission.js';
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
    private readonly admission: TurnAdmission,
  ) {
    signals.onSignal((sessionId, signal) => {
      running.cut(sessionId, signal);
    });
  }

  /**
   * The events of a message's turn, or the one that tells that a person got it.
   * @throws what `runTurn` throws, before the first event; Overloaded, ConversationBusy, ShuttingDown
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

  /** Resolves when none of the turns that the session has in this process now is running any more. */
  turnsEnded(sessionId: string): Promise<void> {
    return this.running.ended(sessionId);
  }

  /**
   * Ends a session that was deleted: stops what runs, and what was told is forgotten. False when the log of events is out of reach: then
   * it forgets when its time is over, or when this is called again.
   */
  async forget(sessionId: string): Promise<boolean> {
    await this.signals.send(sessionId, 'stop');
    try {
      await this.ports.events.forget(sessionId);
      return true;
    } catch (error) {
      if (error instanceof EventLogUnavailable) return false;
      throw error;
    }
  }

  /** Ends a lost turn that is not to be tried again; its customer is told. */
  async giveUp({ sessionId, turnId }: { readonly sessionId: string; readonly turnId: string }): Promise<void> {
    await giveUpTurn(this.ports, sessionId, turnId);
  }

  private start(request: TurnRequest): TurnRun {
    return new TurnRun((listener) => this.run(request, listener));
  }

  private async run(request: TurnRequest, listener: TurnListener): ReturnType<typeof runTurn> {
    const { end, ...turn } = this.running.begin(request.sessionId, request.resumes !== undefined);
    let heardLast = 'refused';
    const heard: TurnListener = {
      accepted: listener.accepted,
      event: (event) => {
        heardLast = event.type;
        listener.event(event);
      },
    };
    const outcomeOf = (result: object): string => (result instanceof AppError ? result.code : heardLast);
    try {
      const result = await observeTurn(request, () => this.work(request, turn, heard), outcomeOf);
      if ('metadata' in result) countDegraded(result.metadata.degraded);
      return result;
    } finally {
      end();
    }
  }

  /** Works on a turn as soon as there is room for it. What is refused before that has changed nothing, also for other turns. */
  private async work(
    request: TurnRequest,
    { begin, isAlone, ...cuts }: Omit<RegisteredTurn, 'end'>,
    listener: TurnListener,
  ): ReturnType<typeof runTurn> {
    const isOwed = request.resumes !== undefined;
    const entering = { signal: cuts.stop, isOwed, isAway: !isAlone };
    const place = await inStage('wait', () => this.admission.enter(entering));
    let isWhole = false;
    const accepted: TurnListener['accepted'] = (message) => {
      isWhole = message.handledBy === 'agent' && message.response === undefined;
      listener.accepted(message);
    };
    try {
      // Heard here before the next line, so that it never cuts the turn it is for.
      if (request.onBusy === 'interrupt') void this.signals.send(request.sessionId, 'interrupt');
      begin();
      const result = await runTurn(this.ports, request, cuts, { ...listener, accepted }, place);
      isWhole &&= 'metadata' in result;
      return result;
    } catch (error) {
      isWhole = false;
      throw error;
    } finally {
      place.leave(isWhole);
    }
  }
}

function countDegraded(missing: readonly string[]): void {
  for (const reason of missing) degradedTurns.inc({ reason });
}
