import { type Attempt, type RedisScript, type ScriptRunner } from '../../src/session/redis/redis-script.js';

type Arguments = (attempt: Attempt) => readonly (string | number | Buffer)[];

/**
 * Loses answers: runs a script, forgets what it said, and sends it again as a runner does. Every second time the first attempt was held
 * up on its way and arrives after its repeat.
 */
export class RepeatingRunner implements ScriptRunner {
  private repeats = 0;

  /** @param loses whether the answer to the next script that writes is lost */
  constructor(
    private readonly runner: ScriptRunner,
    private readonly loses: () => boolean,
  ) {}

  async run(
    script: RedisScript,
    keys: readonly string[],
    args: Arguments,
    options: { readonly opId: string; readonly binary?: boolean },
  ): Promise<unknown> {
    const first = (): Promise<unknown> => this.runner.run(script, keys, args, options);
    const repeat = (): Promise<unknown> => this.runner.run(script, keys, () => args({ again: true }), options);
    if (script.readOnly || !this.loses()) return first();
    this.repeats += 1;
    if (this.repeats % 2 === 0) await first();
    const answer = await repeat();
    if (this.repeats % 2 === 1) await first();
    return answer;
  }
}
