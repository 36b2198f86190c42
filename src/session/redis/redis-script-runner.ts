import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'ioredis';
import { type Clock } from '../../common/clock.js';
import { type RedisClient } from '../../redis/redis-client.js';
import { observeStore } from '../../telemetry/observe-store.js';
import { OutcomeUnknown, StoreUnavailable } from '../session.errors.js';
import { AnswerLost, CallsInFlight } from './calls-in-flight.js';
import { type RedisLink } from './redis-link.js';
import { type Attempt, type RedisScript, type ScriptRunner } from './redis-script.js';
import { errorOfReply, isMissingScript, isPassing, isReply, lateAt, withoutArguments } from './reply-error.js';

/** Longest time of one operation, all its attempts together, in ms. */
const BUDGET_MS = 1200;
/** Pause before a call is repeated that the server could not take yet, or that failed again, in ms. */
const PASSING_PAUSE_MS = 50;
/** Calls on their way or waiting for the connection at once, about 150 ms of the server's work. More are refused, not queued. */
const MAX_IN_FLIGHT = 5000;

type Argument = string | number | Buffer;

const FIRST: Attempt = { again: false };
const AGAIN: Attempt = { again: true };
const TEXT: { readonly replyEncoding: 'utf8' | null } = { replyEncoding: 'utf8' };
const BINARY: typeof TEXT = { replyEncoding: null };

/** A call without the client's own timer: the runner ends calls itself, and a timer for each is a tenth of what the call costs here. */
class ScriptCommand extends Command {
  override setTimeout(): void {
    // See CallsInFlight.
  }
}

/** Runs scripts on one link. Every call settles within its budget, whatever happens to the connection. */
export class RedisScriptRunner implements ScriptRunner {
  private readonly calls: CallsInFlight;
  private readonly hashes = new WeakMap<RedisScript, string>();
  private waiting = 0;

  /** `clock`: for tests, injects the time that scripts work with. */
  constructor(
    private readonly client: RedisClient,
    private readonly link: RedisLink,
    private readonly clock?: Clock,
  ) {
    this.calls = new CallsInFlight(() => {
      link.drop();
    });
    link.onLost = () => {
      this.calls.loseAll();
    };
  }

  run(
    script: RedisScript,
    keys: readonly string[],
    args: (attempt: Attempt) => readonly Argument[],
    options: { readonly opId: string; readonly binary?: boolean },
  ): Promise<unknown> {
    return observeStore('sessions', script.name, () => this.attempt(script, keys, args, options));
  }

  private async attempt(
    script: RedisScript,
    keys: readonly string[],
    args: (attempt: Attempt) => readonly Argument[],
    { opId, binary = false }: { readonly opId: string; readonly binary?: boolean },
  ): Promise<unknown> {
    const deadline = performance.now() + BUDGET_MS;
    let attempt = FIRST;
    let failures = 0;
    for (;;) {
      try {
        if (!this.isFree()) await this.waitUntilUsable(deadline - performance.now());
        const call = [this.hashOf(script), script.numberOfKeys, ...keys, '', '', ...args(attempt)];
        this.stamp(call, script, deadline);
        return await this.send(script, call, binary ? BINARY : TEXT, deadline);
      } catch (error) {
        if (error instanceof AnswerLost && !script.readOnly) attempt = AGAIN;
        failures += 1;
        const leftMs = deadline - performance.now();
        await this.beforeNext(error, { script, opId, again: attempt.again, failures, leftMs });
      }
    }
  }

  /** Whether a call can be sent at once. @throws StoreUnavailable when there are too many already */
  private isFree(): boolean {
    if (this.calls.size + this.waiting >= MAX_IN_FLIGHT) {
      throw new StoreUnavailable('The session store has too much to do.', { retryAfterSeconds: 1 });
    }
    return this.link.isUsable;
  }

  private async waitUntilUsable(leftMs: number): Promise<void> {
    this.waiting += 1;
    try {
      await this.link.whenUsable(leftMs);
    } finally {
      this.waiting -= 1;
    }
  }

  /** Fills in ARGV[1] and ARGV[2]. */
  private stamp(call: Argument[], script: RedisScript, deadline: number): void {
    const at = 2 + script.numberOfKeys;
    if (this.clock) call[at] = this.clock.now();
    if (script.readOnly) return;
    const leftMs = deadline - performance.now();
    call[at + 1] = Math.ceil((this.clock ?? this.link.clock).now() + leftMs);
  }

  private send(script: RedisScript, args: Argument[], options: typeof TEXT, deadline: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const call = this.calls.begin(deadline, reject);
      const land = (reply: unknown): void => {
        this.calls.end(call, true);
        resolve(reply);
      };
      const fail = (error: unknown): void => {
        // The client's own timeout is no sign of life.
        this.calls.end(call, isReply(error));
        reject(isReply(error) || isUnsent(error) || isFault(error) ? error : new AnswerLost());
      };
      this.call('evalsha', args, options).then(land, (error: unknown) => {
        if (!isMissingScript(error)) {
          fail(error);
          return;
        }
        this.call('eval', args.with(0, script.lua), options).then(land, fail);
      });
    });
  }

  private call(name: string, args: Argument[], options: typeof TEXT): Promise<unknown> {
    return this.client.sendCommand(new ScriptCommand(name, args, options)) as Promise<unknown>;
  }

  private hashOf(script: RedisScript): string {
    let hash = this.hashes.get(script);
    if (hash === undefined) {
      hash = createHash('sha1').update(script.lua).digest('hex');
      this.hashes.set(script, hash);
    }
    return hash;
  }

  /** Returns when the call may be tried again; throws what its caller is to be told. */
  private async beforeNext(
    error: unknown,
    call: {
      readonly script: RedisScript;
      readonly opId: string;
      readonly again: boolean;
      readonly failures: number;
      readonly leftMs: number;
    },
  ): Promise<void> {
    const serverNow = lateAt(error);
    if (serverNow !== undefined) this.link.clock.correct(serverNow);
    const known = isReply(error) ? errorOfReply(error) : undefined;
    const repeatable = error instanceof AnswerLost || serverNow !== undefined || isPassing(error) || isUnsent(error);
    if (repeatable && call.leftMs > PASSING_PAUSE_MS) {
      const isAtOnce = call.failures === 1 && (error instanceof AnswerLost || serverNow !== undefined);
      await sleep(isAtOnce ? 0 : PASSING_PAUSE_MS);
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
