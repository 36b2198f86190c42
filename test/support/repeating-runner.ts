import { type Attempt, type RedisScript, type ScriptRunner } from '../../src/session/redis/redis-script.js';

type Arguments = (attempt: Attempt) => readonly (string | number | Buffer)[];

/** Loses answers: runs a script, forgets what it said, and sends it again as a runner does. */
export class RepeatingRunner implements ScriptRunner {
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
    if (script.readOnly || !this.loses()) return this.runner.run(script, keys, args, options);
    await this.runner.run(script, keys, args, options);
    return this.runner.run(script, keys, () => args({ again: true }), options);
  }
}
