import { type Checks } from './turn-chaos.mjs';

/** `npm run chaos -- rolling`, on a cluster of its own; what it finds goes into `checks`. */
export function runRollingScenario(options: {
  /** In each, both instances are stopped and started, one after the other. */
  readonly rounds: number;
  /** How many clients of each kind make the load. */
  readonly clients: { readonly once: number; readonly sockets: number; readonly streams: number };
  /** A migrated database; without it a server of its own is started. */
  readonly databaseUrl?: string;
  readonly checks: Checks;
}): Promise<void>;
