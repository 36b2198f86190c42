/** A Lua script with its text. The name ends in the number of its keys, as its file's does. */
export interface RedisScript {
  readonly name: string;
  readonly lua: string;
  readonly numberOfKeys: number;
  /** Writes nothing: may be sent again whenever its answer is lost. */
  readonly readOnly: boolean;
}

/** One attempt at running a script. */
export interface Attempt {
  /** False for the first; true when an earlier one may have been applied. */
  readonly again: boolean;
}

/**
 * Runs scripts with a deadline. Every script gets two arguments before its own: ARGV[1] `now` (ms; empty: use TIME), ARGV[2]
 * `notAfter` (ms by the server's clock; empty for read-only ones). A script that would write after `notAfter` must return
 * `redis.error_reply('OPEXPIRED ' .. now)` instead.
 */
export interface ScriptRunner {
  /**
   * The script's reply; `binary` makes every bulk string of it a Buffer. Sent again after a lost answer while the deadline allows, so a
   * script must be safe to repeat with the same arguments (by an op-id, a nonce, or by its nature).
   * @throws StoreUnavailable, OutcomeUnknown, StoreFull, StoreMisconfigured
   */
  run(
    script: RedisScript,
    keys: readonly string[],
    args: (attempt: Attempt) => readonly (string | number | Buffer)[],
    options: { readonly opId: string; readonly binary?: boolean },
  ): Promise<unknown>;
}
