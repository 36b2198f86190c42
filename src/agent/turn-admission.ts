import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import {
  refusedTurns,
  sheddingLoad,
  turnLimit,
  turnsInWork,
  turnsQueued,
  turnsRunning,
} from '../telemetry/overload-metrics.js';
import { onScrape } from '../telemetry/scrape.js';
import { ConcurrencyLimit } from './admission/concurrency-limit.js';
import { type GivenPlace } from './admission/given-place.js';
import { type EnterOptions, type GateState, type RefusalReason, TurnGate } from './admission/turn-gate.js';
import { overloaded, type Overloaded } from './turn/turn.errors.js';

/** How often it is looked at whether load is shed no more, in ms. */
const LOOK_EVERY_MS = 1000;

/** Lets in as many turns as this process can do, and sheds the rest before anything was spent on them. See docs/overload.md. */
@Injectable()
export class TurnAdmission implements OnApplicationShutdown {
  private readonly logger = new Logger('Overload');
  private readonly gate: TurnGate;
  private readonly endScrapes: () => void;
  /** Set while load is shed. */
  private looking: NodeJS.Timeout | undefined;
  private refused = 0;

  constructor(clock: Clock, @InjectConfig() { overload }: Pick<AppConfig, 'overload'>) {
    this.gate = new TurnGate({
      maxTurns: overload.maxTurns,
      waiting: { most: overload.maxQueued, patienceMs: overload.queueTimeoutMs },
      limit: new ConcurrencyLimit(overload.maxTurns),
      now: () => clock.now(),
      refusal: (reason) => this.refusal(reason),
    });
    this.endScrapes = onScrape(() => {
      this.show();
    });
  }

  /** How it is now. */
  get state(): GateState {
    return this.gate.state;
  }

  /**
   * Refuses a message for which there is certainly no room, before its body and its credential cost anything.
   * @throws Overloaded
   */
  checkRoom(): void {
    const reason = this.gate.refuse();
    if (reason) throw this.refusal(reason);
  }

  /**
   * A place for a turn; call its `leave` in a `finally`.
   * @throws Overloaded; the reason of the signal
   */
  enter(options: EnterOptions): Promise<GivenPlace> {
    return this.gate.enter(options);
  }

  onApplicationShutdown(): void {
    clearInterval(this.looking);
    this.endScrapes();
  }

  private refusal(reason: RefusalReason): Overloaded {
    refusedTurns.inc({ reason });
    this.refused += 1;
    if (!this.looking) this.tellBegin();
    return overloaded(Math.random());
  }

  /** One line for the beginning and one for the end: a line for each message would be load too. */
  private tellBegin(): void {
    const { inWork, here, waiting, limit } = this.gate.state;
    this.logger.warn(
      { event: 'load_shedding_began', inWork, here, waiting, limit },
      'More messages come than can be answered: some are refused.',
    );
    this.looking = setInterval(() => {
      if (!this.gate.state.isShedding) this.tellEnd();
    }, LOOK_EVERY_MS).unref();
  }

  private tellEnd(): void {
    clearInterval(this.looking);
    this.looking = undefined;
    this.logger.warn({ event: 'load_shedding_ended', refused: this.refused }, 'All messages are taken again.');
    this.refused = 0;
  }

  private show(): void {
    const { inWork, here, waiting, limit, isShedding } = this.gate.state;
    turnsInWork.set(inWork);
    turnsRunning.set(here);
    turnsQueued.set(waiting);
    turnLimit.set(limit);
    sheddingLoad.set(isShedding ? 1 : 0);
  }
}
