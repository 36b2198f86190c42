/** Work that is done in the background, by one instance at a time for each job that was sent. */
export interface JobDefinition<Payload extends object = object> {
  /** Lower case, digits, `-` and `_`; the same in every instance and version. */
  readonly name: string;
  /**
   * Does the work. A job may run again after a crash, a failure or its limit of time, so it must be safe to repeat.
   * `signal` says that the process is stopping or the time is over: end soon, by throwing.
   */
  readonly handler: (payload: Payload, context: { readonly signal: AbortSignal }) => Promise<void>;
  /** How often a failed job is tried again. */
  readonly retryLimit: number;
  /** Pause before the first try again, in seconds; every further one is about twice as long, an hour at most. */
  readonly retryDelaySeconds: number;
  /** After this long a run counts as failed, in seconds, 1 to 86,400. */
  readonly expireInSeconds: number;
  /** Also sent by itself at these times, once over all instances: five fields, UTC. */
  readonly cron?: string | undefined;
  /** Also sent by itself whenever an instance starts. */
  readonly atStart?: boolean | undefined;
  /** True: of all instances one runs it, and at most one more waits; sending again meanwhile changes nothing. */
  readonly oneAtATime?: boolean | undefined;
}
