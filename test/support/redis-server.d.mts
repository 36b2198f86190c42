/** A real Redis of its own, on 127.0.0.1. It ends with `stop`, or with the process that started it however that ends. */
export interface TestRedis {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Its working folder; disappears with it. */
  readonly folder: string;
  /** The running process; null between `kill` and `restart`. */
  readonly pid: number | null;
  /** Ends the process by a signal (default SIGKILL) and resolves when it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again, after a `kill` if need be: same port, folder and arguments. Resolves when it answers. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a Redis that keeps nothing on disk. `args` follow the usual arguments and win over them: `['--appendonly', 'yes']`.
 * @throws Error with the command that installs it when this machine has none
 */
export function startRedis(options?: { readonly args?: readonly string[]; readonly port?: number }): Promise<TestRedis>;

/** Three masters that share all slots; resolves when every one of them knows that. */
export function startRedisCluster(options?: { readonly args?: readonly string[] }): Promise<{
  /** `redis+cluster://host:port,host:port,host:port` */
  readonly url: string;
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly servers: readonly TestRedis[];
  stop(): Promise<void>;
}>;
