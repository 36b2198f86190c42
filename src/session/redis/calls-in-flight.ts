/** Longest silence to one call, in ms; then its connection is given up. Less than the client's own timeout, which gives up nothing. */
const SILENCE_MS = 900;
/** Looks for overdue calls this often while there are any, in ms. One timer for all: a timer each would cost more than the call. */
const TICK_MS = 50;

/** The answer didn't come; whether the call was applied nobody knows. */
export class AnswerLost extends Error {}

/** One call that waits for its answer; times in monotonic ms. */
interface CallInFlight {
  readonly sentAt: number;
  /** When its caller must be told something, though the connection be sound. */
  readonly deadline: number;
  readonly reject: (error: Error) => void;
}

/** What was sent and not answered yet. Every call ends: by its answer, with the connection, after a silence, or at its deadline. */
export class CallsInFlight {
  /** In order of their sending. */
  private readonly calls = new Set<CallInFlight>();
  private ticker: NodeJS.Timeout | undefined;
  private answers = 0;
  /** How many answers there were at the last tick, and when one was last found to have come. */
  private answersSeen = 0;
  private progressAt = 0;

  /** `onSilence`: the server has said nothing to anybody for too long. */
  constructor(private readonly onSilence: () => void) {}

  get size(): number {
    return this.calls.size;
  }

  /** A call is sent now. `reject` gets AnswerLost unless `end` comes first. */
  begin(deadline: number, reject: (error: Error) => void): CallInFlight {
    const call = { sentAt: performance.now(), deadline, reject };
    this.calls.add(call);
    this.ticker ??= this.startTicking(call.sentAt);
    return call;
  }

  /** The call is over; `answered`: the server said so. */
  end(call: CallInFlight, answered: boolean): void {
    if (answered) this.answers += 1;
    this.calls.delete(call);
  }

  /** The connection is gone, and all answers with it. */
  loseAll(): void {
    for (const { reject } of this.calls) reject(new AnswerLost());
    this.calls.clear();
  }

  private startTicking(now: number): NodeJS.Timeout {
    this.progressAt = now;
    return setInterval(() => {
      this.tick();
    }, TICK_MS);
  }

  private tick(): void {
    const now = performance.now();
    if (this.answers !== this.answersSeen) this.progressAt = now;
    this.answersSeen = this.answers;
    let silent = false;
    for (const call of this.calls) {
      if (now < Math.min(call.sentAt + SILENCE_MS, call.deadline)) continue;
      this.calls.delete(call);
      call.reject(new AnswerLost());
      silent ||= now - call.sentAt >= SILENCE_MS;
    }
    if (silent && now - this.progressAt >= SILENCE_MS - TICK_MS) this.onSilence();
    if (this.calls.size > 0) return;
    clearInterval(this.ticker);
    this.ticker = undefined;
  }
}
