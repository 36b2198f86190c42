import { type Job, type PgBoss } from 'pg-boss';
import { AppError } from '../common/app-error.js';
import { newId } from '../common/ids.js';
import { type Database } from '../database/database.js';
import { jobRuns } from '../telemetry/metrics.js';
import { runInRequestContext } from '../telemetry/request-context.js';
import { failSpan, inSpan } from '../telemetry/spans.js';
import { type JobDefinition } from './job-definition.js';
import { JobsUnavailable } from './jobs.errors.js';
import { openBoss } from './open-boss.js';

/** How often an idle worker looks for jobs that another instance sent, in seconds. */
const POLL_SECONDS = 5;
/** A running job gives a sign of life twice as often; without one for this long, in seconds, it is given to another. */
const HEARTBEAT_SECONDS = 30;
/** Finished and failed jobs are kept for people who look for them, in seconds. */
const KEPT_SECONDS = 3 * 86_400;
const LONGEST_PAUSE_SECONDS = 3600;

/** Where the jobs tell what no caller is there to hear. */
export interface JobsLog {
  warn(entry: object, message: string): void;
}

interface Running {
  readonly boss: PgBoss;
  readonly workers: ReadonlyMap<string, string>;
}

/**
 * Background jobs, kept in the database: what was sent is done by one instance, and by another if that one dies. Define every
 * job before start(); without any, nothing is started.
 */
export class Jobs {
  private readonly definitions = new Map<string, JobDefinition>();
  private readonly stopping = new AbortController();
  private starting: Promise<Running> | undefined;

  constructor(
    private readonly database: Database,
    private readonly log: JobsLog,
  ) {}

  /** Names a job and its work. @throws Error when the name is taken or the jobs run already: a fault of ours */
  define<Payload extends object>(definition: JobDefinition<Payload>): void {
    if (this.starting || this.definitions.has(definition.name)) {
      throw new Error(`job ${definition.name} is defined twice or too late`);
    }
    // A handler gets only what was sent under its own name.
    this.definitions.set(definition.name, definition as unknown as JobDefinition);
  }

  /**
   * Makes the tables if needed and begins to work. Call it with the database open.
   * @throws DatabaseUnavailable, or what the database said against the tables; it may be called again
   */
  async start(): Promise<void> {
    if (this.definitions.size === 0 || this.stopping.signal.aborted) return;
    this.starting ??= this.open();
    try {
      await this.starting;
    } catch (error) {
      this.starting = undefined;
      throw error;
    }
  }

  /**
   * Puts a job on the queue; it starts at once if this instance is free.
   * @returns its id; null when `oneAtATime` found one waiting that will do the same
   * @throws JobsUnavailable before start(), after stop(), and when the tables could not be made
   */
  async send(name: string, payload: object = {}): Promise<string | null> {
    const { boss, workers } = await this.running();
    const id = await boss.send(name, payload);
    boss.notifyWorker(workers.get(name) ?? '');
    return id;
  }

  /** Tells running jobs to end and waits for them, `graceMs` at most; what did not end is done again by whoever starts next. */
  async stop(graceMs: number): Promise<void> {
    this.stopping.abort(new JobsUnavailable('The process is stopping.'));
    const running = await this.starting?.catch(() => undefined);
    await running?.boss.stop({ graceful: true, timeout: graceMs });
  }

  private async running(): Promise<Running> {
    if (!this.starting || this.stopping.signal.aborted) {
      throw new JobsUnavailable('Background jobs do not run at the moment. Try again shortly.');
    }
    try {
      return await this.starting;
    } catch (error) {
      throw new JobsUnavailable('Background jobs could not be started. Try again shortly.', { cause: error });
    }
  }

  private async open(): Promise<Running> {
    const definitions = [...this.definitions.values()];
    const scheduled = definitions.some(({ cron }) => cron !== undefined);
    const boss = await openBoss(this.database, scheduled, (error) => {
      this.log.warn({ event: 'jobs_failed', code: codeOf(error) }, 'The background jobs could not reach the database.');
    });
    try {
      const workers = new Map<string, string>();
      for (const definition of definitions) {
        // Looks again as soon as a job begins, so that a queue is worked off without pauses.
        const wake = (): void => {
          boss.notifyWorker(workers.get(definition.name) ?? '');
        };
        workers.set(definition.name, await this.work(boss, definition, wake));
        if (definition.atStart) await boss.send(definition.name, {});
      }
      return { boss, workers };
    } catch (error) {
      await boss.stop({ graceful: false }).catch(() => undefined);
      throw error;
    }
  }

  private async work(boss: PgBoss, definition: JobDefinition, wake: () => void): Promise<string> {
    const { name, cron, oneAtATime = false } = definition;
    const settings = {
      retryLimit: definition.retryLimit,
      retryDelay: definition.retryDelaySeconds,
      retryBackoff: true,
      retryDelayMax: LONGEST_PAUSE_SECONDS,
      expireInSeconds: definition.expireInSeconds,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      deleteAfterSeconds: KEPT_SECONDS,
    };
    await boss.createQueue(name, { ...settings, policy: oneAtATime ? 'stately' : 'standard' });
    // The queue may have been made by an earlier version with other settings.
    await boss.updateQueue(name, settings);
    if (cron === undefined) await boss.unschedule(name);
    else await boss.schedule(name, cron, {}, { tz: 'UTC', missed: 'once' });
    return boss.work<object>(name, { pollingIntervalSeconds: POLL_SECONDS }, ([job]) => {
      wake();
      return this.run(definition, job);
    });
  }

  private async run(definition: JobDefinition, job: Job | undefined): Promise<void> {
    if (!job) return;
    const failure = await this.observed(definition, job);
    jobRuns.inc({ job: definition.name, result: failure ?? 'ok' });
    // What is thrown is kept with the job; a message of another system may hold what no table should.
    if (failure !== null) throw new Error(failure);
  }

  /** Under an id and a span of its own: nobody's request is being served. */
  private observed(definition: JobDefinition, job: Job): Promise<string | null> {
    const requestId = newId('req');
    const attributes = { 'frontdesk.job': definition.name, 'frontdesk.request_id': requestId };
    return runInRequestContext({ requestId }, () =>
      inSpan(`job ${definition.name}`, attributes, async (span) => {
        const failure = await this.attempt(definition, job);
        if (failure !== null) failSpan(span, failure);
        return failure;
      }),
    );
  }

  /** @returns the code of the failure, `stopped` when the process stops; null when all went well */
  private async attempt({ name, handler }: JobDefinition, job: Job): Promise<string | null> {
    try {
      await handler(job.data, { signal: AbortSignal.any([job.signal, this.stopping.signal]) });
      return null;
    } catch (error) {
      if (this.stopping.signal.aborted) return 'stopped';
      const code = codeOf(error);
      this.log.warn({ event: 'job_failed', job: name, code }, 'A background job failed.');
      return code;
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : 'internal';
}
