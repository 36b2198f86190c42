import { type ConcurrencyLimit } from './concurrency-limit.js';
import { GivenPlace, type PlaceSource } from './given-place.js';
import { type WaitingBounds, type WaitingTurn, WaitingTurns } from './waiting-turns.js';

/** Why a turn is refused: too many are here in all, too many wait, or it waited too long. */
export type RefusalReason = 'turns' | 'queue' | 'wait';

export interface GateOptions {
  /** Turns that may be here, those included that are away. */
  readonly maxTurns: number;
  readonly waiting: WaitingBounds;
  readonly limit: ConcurrencyLimit;
  /** The time in ms. */
  readonly now: () => number;
  /** Makes the error for a turn that is refused. */
  readonly refusal: (reason: RefusalReason) => Error;
}

/** How it is now. */
export interface GateState {
  readonly inWork: number;
  /** In work or away. */
  readonly here: number;
  readonly waiting: number;
  /** How many may be in work. */
  readonly limit: number;
  /** New turns are refused, or only just were. */
  readonly isShedding: boolean;
}

export interface EnterOptions {
  /** Ends the wait; its reason is thrown. */
  readonly signal: AbortSignal;
  /** Its message is stored already: it is never refused, and served before those who are new. */
  readonly isOwed?: boolean;
  /** It has to wait for another turn before it can be worked on: it begins without a place, and does not stand in the line for one. */
  readonly isAway?: boolean;
}

/** Lets turns to work as long as there is something to work with, lets a few wait, and refuses the rest at once. */
export class TurnGate {
  private readonly waiting: WaitingTurns;
  /** Those who come back from elsewhere, and those who are owed. */
  private readonly first: (() => void)[] = [];
  private readonly source: PlaceSource;
  private inWork = 0;
  private here = 0;

  constructor(private readonly options: GateOptions) {
    this.waiting = new WaitingTurns(options.waiting, options.now);
    this.source = {
      now: options.now,
      takeAgain: () => this.takeFirst(),
      give: () => {
        this.inWork -= 1;
        this.serve();
      },
      end: (workedMs, hasPlace) => {
        this.end(workedMs, hasPlace);
      },
    };
  }

  get state(): GateState {
    const { current: limit } = this.options.limit;
    const { size: waiting, isShedding } = this.waiting;
    return { inWork: this.inWork, here: this.here, waiting, limit, isShedding };
  }

  /** Why a new turn would be refused now; undefined: it would not. Asking counts as being refused: load is shed then. */
  refuse(): RefusalReason | undefined {
    if (this.isFree) return undefined;
    const reason = this.here + this.waiting.size >= this.options.maxTurns ? 'turns' : 'queue';
    if (reason === 'queue' && !this.waiting.isFull) return undefined;
    this.waiting.shed();
    return reason;
  }

  /**
   * A place, as soon as there is one.
   * @throws what `refusal` makes; the reason of the signal
   */
  async enter({ signal, isOwed = false, isAway = false }: EnterOptions): Promise<GivenPlace> {
    signal.throwIfAborted();
    if (isOwed) {
      this.here += 1;
      await this.takeFirst();
    } else if (isAway && !this.waiting.isShedding && this.here + this.waiting.size < this.options.maxTurns) {
      this.here += 1;
      return new GivenPlace(this.source, true);
    } else if (this.isFree) this.begin();
    else await this.stand(signal);
    return new GivenPlace(this.source);
  }

  private get isFree(): boolean {
    return this.hasPlace && this.waiting.size === 0 && this.here < this.options.maxTurns;
  }

  private get hasPlace(): boolean {
    return this.inWork < this.options.limit.current;
  }

  private begin(): void {
    this.here += 1;
    this.inWork += 1;
  }

  private async takeFirst(): Promise<void> {
    if (this.hasPlace) this.inWork += 1;
    else await new Promise<void>((resolve) => this.first.push(resolve));
  }

  private stand(signal: AbortSignal): Promise<void> {
    const reason = this.refuse();
    if (reason) return Promise.reject(this.options.refusal(reason));
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const turn: WaitingTurn = {
      since: this.options.now(),
      admit: () => {
        this.begin();
        resolve(undefined);
      },
      refuse: () => {
        reject(this.options.refusal('wait'));
      },
    };
    const giveUp = (): void => {
      this.waiting.remove(turn);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    this.waiting.add(turn);
    return promise.finally(() => {
      signal.removeEventListener('abort', giveUp);
    });
  }

  private end(workedMs: number | null, hasPlace: boolean): void {
    const { limit, now } = this.options;
    if (workedMs !== null) limit.record(workedMs, this.inWork, now());
    if (hasPlace) this.inWork -= 1;
    this.here -= 1;
    this.serve();
  }

  /** Gives free places to those who wait. */
  private serve(): void {
    while (this.hasPlace) {
      const returning = this.first.shift();
      if (returning) {
        this.inWork += 1;
        returning();
      } else {
        const next = this.here < this.options.maxTurns ? this.waiting.next() : undefined;
        if (!next) return;
        next.admit();
      }
    }
  }
}
