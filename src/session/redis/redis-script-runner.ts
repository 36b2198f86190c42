import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'ioredis';
import { type Clock } from '../../common/clock.js';
import { type RedisClient } from '../../redis/redis-client.js';
import { OutcomeUnknown, StoreUnavailable } from '../session.errors.js';
import { type RedisLink } from './redis-link.js';
import { type RedisScript, type ScriptRunner } from './redis-script.js';
import { errorOfReply, isMissingScript, isPassing, isReply, lateAt, withoutArguments } from './reply-error.js';

/** Longest time of one operation, all its attempts together, in ms. */
const BUDGET_MS = 1200;
/** Longest silence to one attempt, in ms; then its connection is given up. */
const SILENCE_MS = 1000;
/** Looks for overdue attempts this often while there are any, in ms. One timer for all: a timer each would cost more than the call. */
const TICK_MS = 50;
/** Pause before a call is repeated that the server could not take yet, in ms. */
const PASSING_PAUSE_MS = 50;
/** Calls on their way at once, about 150 ms of the server's work. More are refused, not queued. */
const MAX_IN_FLIGHT = 5000;

type Argument = string | number | Buffer;

/** One attempt that waits for its answer. */
interface Flight {
  readonly sentAt: number;
  readonly lose: () => void;
}

/** The answer didn't come; whether the call was applied nobody knows. */
class AnswerLost extends Error {}

/** Runs scripts on one link. Every call settles within its budget, whatever happens to the connection. */
export class RedisScriptRunner implements ScriptRunner {
  /** In order of their sending. */
  private readonly flights = new Set<Flight>();
  private readonly hashes = new WeakMap<RedisScript, string>();
  private ticker: NodeJS.Timeout | undefined;
  private answeredAt = 0;

  /** `clock`: for tests, injects the time that scripts work with. */
  constructor(
    private readonly client: RedisClient,
    private readonly link: RedisLink,
    private readonly clock?: Clock,
  ) {
    link.onLost = () => {
      this.loseAll();
    };
  }

  async run(
    script: RedisScript,
    keys: readonly string[],
    args: (attempt: { readonly again: boolean }) => readonly Argument[],
    { opId, binary = false }: { readonly opId: string; readonly binary?: boolean },
  ): Promise<unknown> {
    const deadline = performance.now() + BUDGET_MS;
    let again = false;
    for (;;) {
      try {
        await this.whenFree(deadline);
        return await this.attempt(script, [...keys, ...this.times(script, deadline), ...args({ again })], binary);
      } catch (error) {
        if (error instanceof AnswerLost) again = !script.readOnly;
        await this.beforeNext(error, { script, opId, again, leftMs: deadline - performance.now() });
      }
    }
  }

  /** Resolves when a call can be sent: at once as a rule, hence no promise then. */
  private whenFree(deadline: number): Promise<void> | undefined {
    if (this.flights.size >= MAX_IN_FLIGHT) {
      throw new StoreUnavailable('The session store has too much to do.', { retryAfterSeconds: 1 });
    }
    return this.link.isUsable ? undefined : this.link.whenUsable(deadline - performance.now());
  }

  /** ARGV[1] and ARGV[2]. */
  private times(script: RedisScript, deadline: number): readonly Argument[] {
    const now = this.clock ? this.clock.now() : '';
    if (script.readOnly) return [now, ''];
    const notAfter = this.clock
      ? this.clock.now() + BUDGET_MS
      : Math.ceil(this.link.clock.now() + deadline - performance.now());
    return [now, notAfter];
  }

  private attempt(script: RedisScript, args: readonly Argument[], binary: boolean): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const flight: Flight = {
        sentAt: performance.now(),
        lose: () => {
          reject(new AnswerLost());
        },
      };
      this.flights.add(flight);
      this.ticker ??= setInterval(() => {
        this.tick();
      }, TICK_MS);
      this.send(script, args, binary).then(
        (reply) => {
          this.land(flight);
          resolve(reply);
        },
        (error: unknown) => {
          this.land(flight);
          reject(isReply(error) || isUnsent(error) || isFault(error) ? error : new AnswerLost());
        },
      );
    });
  }

  private async send(script: RedisScript, args: readonly Argument[], binary: boolean): Promise<unknown> {
    const { client } = this;
    const options = { replyEncoding: binary ? null : ('utf8' as const) };
    try {
      const call = [this.hashOf(script), script.numberOfKeys, ...args];
      return await client.sendCommand(new Command('evalsha', call, options));
    } catch (error) {
      if (!isMissingScript(error)) throw error;
      return client.sendCommand(new Command('eval', [script.lua, script.numberOfKeys, ...args], options));
    }
  }

  private hashOf(script: RedisScript): string {
    let hash = this.hashes.get(script);
    if (hash === undefined) {
      hash = createHash('sha1').update(script.lua).digest('hex');
      this.hashes.set(script, hash);
    }
    return hash;
  }

  private land(flight: Flight): void {
    this.answeredAt = performance.now();
    this.flights.delete(flight);
  }

  /** Returns when the call may be tried again; throws what its caller is to be told. */
  private async beforeNext(
    error: unknown,
    call: { readonly script: RedisScript; readonly opId: string; readonly again: boolean; readonly leftMs: number },
  ): Promise<void> {
    const serverNow = lateAt(error);
    if (serverNow !== undefined) this.link.clock.correct(serverNow);
    const known = isReply(error) ? errorOfReply(error) : undefined;
    const repeatable = error instanceof AnswerLost || serverNow !== undefined || isPassing(error) || isUnsent(error);
    if (repeatable && call.leftMs > PASSING_PAUSE_MS) {
      await sleep(error instanceof AnswerLost || serverNow !== undefined ? 0 : PASSING_PAUSE_MS);
      return;
    }
    if (call.again) throw unknownOutcome(call.opId);
    if (known) throw known;
    if (repeatable) throw new StoreUnavailable('The session store does not answer.', { retryAfterSeconds: 1 });
    if (isReply(error)) {
      throw new Error(`The script ${call.script.name} failed.`, { cause: withoutArguments(error) });
    }
    throw error;
  }

  private tick(): void {
    const now = performance.now();
    let silent = false;
    for (const flight of this.flights) {
      if (now - flight.sentAt < SILENCE_MS) break;
      silent ||= this.answeredAt < flight.sentAt;
      this.flights.delete(flight);
      flight.lose();
    }
    if (silent) this.link.drop();
    if (this.flights.size > 0) return;
    clearInterval(this.ticker);
    this.ticker = undefined;
  }

  private loseAll(): void {
    for (const flight of this.flights) flight.lose();
    this.flights.clear();
  }
}

/** The client refused to send it: the connection is down. What else it says about a call may have been sent. */
function isUnsent(error: unknown): error is Error {
  return error instanceof Error && /enableOfflineQueue options is false|None of startup nodes/.test(error.message);
}

/** A fault of ours, before anything was sent. */
function isFault(error: unknown): error is Error {
  return error instanceof TypeError || error instanceof RangeError;
}

function unknownOutcome(opId: string): OutcomeUnknown {
  return new OutcomeUnknown('The session store did not say whether it applied the change.', opId, {
    retryAfterSeconds: 1,
  });
}
