import { type TestRedis } from './redis-server.mjs';

/** One instance of a cluster: `dist/main.js` as a process of its own. */
export interface ClusterInstance {
  readonly name: string;
  /** Its own address, past nginx. */
  readonly url: string;
  /** What it logs. */
  readonly logFile: string;
  /** Null while it is down. */
  readonly pid: number | null;
  readonly frozen: boolean;
  /** Ends the process by a signal (default SIGKILL); resolves when it is gone, to its exit code or the signal that ended it. */
  kill(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
  /** SIGSTOP: it keeps its connections and its port, and does nothing. */
  freeze(): void;
  thaw(): void;
  /** Starts it again on its port, after a kill if need be; resolves when it is ready. */
  restart(): Promise<void>;
}

/** nginx, instances, Redis and Postgres on 127.0.0.1. It ends with `stop`, or with the process that started it however that ends. */
export interface Cluster {
  /** nginx. */
  readonly url: string;
  readonly adminKey: string;
  readonly instances: readonly ClusterInstance[];
  instance(index: number): ClusterInstance;
  readonly redis: TestRedis;
  readonly databaseUrl: string;
  /** The folder of all logs; nginx's tells which instance answered. */
  readonly logs: string;
  stop(): Promise<void>;
}

/**
 * Starts a cluster. Sample pages are not loaded unless `env` says so.
 * @throws Error with the command that installs what is missing, or with what could not be started
 */
export function startCluster(options?: {
  /** Default 3. */
  readonly instances?: number;
  /** Settings of every instance; they win over the cluster's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** A folder that keeps everything for the next start; null: nothing is kept. */
  readonly data?: string | null;
  /** A Postgres that is there already; null: one of its own. */
  readonly databaseUrl?: string | null;
  /** Settings of its own Postgres server. */
  readonly postgres?: Readonly<Record<string, string>>;
  readonly port?: number;
}): Promise<Cluster>;
