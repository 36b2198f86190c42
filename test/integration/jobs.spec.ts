import { expect, it, describe } from '@jest/globals';
import { Jobs } from '../../src/jobs/jobs.js';
import { JobsUnavailable } from '../../src/jobs/jobs.errors.js';
import { type JobDefinition } from '../../src/jobs/job-definition.js';
import { type Database, openDatabase } from '../../src/database/database.js';
import { assertSchemaFits } from '../../src/database/schema-guard.js';
import { onCleanUp } from '../support/clean-up.js';
import { describeOnEachDatabase, createTestDatabase } from '../support/databases.js';
import { until } from '../support/until.js';

const quiet = { warn: (): void => undefined };
const settings = { retryLimit: 2, retryDelaySeconds: 1, expireInSeconds: 60 };

async function started(database: Database, definitions: readonly JobDefinition<{ n: number }>[]): Promise<Jobs> {
  const jobs = new Jobs(database, quiet);
  for (const definition of definitions) jobs.define(definition);
  onCleanUp(() => jobs.stop(1_000));
  await jobs.start();
  return jobs;
}

async function states(database: Database, name: string): Promise<string[]> {
  const rows = await database.query<{ state: string }>(
    { name: 'test_job_states', text: 'SELECT state::text FROM pgboss.job WHERE name = $1 ORDER BY created_on' },
    [name],
  );
  return rows.map(({ state }) => state);
}

describeOnEachDatabase('jobs', (open) => {
  it('start nothing when none is defined, and then take none', async () => {
    const jobs = new Jobs(open(), quiet);
    await jobs.start();
    await expect(jobs.send('anything')).rejects.toThrow(JobsUnavailable);
    await jobs.stop(1_000);
  });

  it('do what was sent, and leave our own schema as it is', async () => {
    const done: number[] = [];
    const jobs = await started(open(), [{ ...settings, name: 'count', handler: async ({ n }) => void done.push(n) }]);
    for (const n of [1, 2, 3]) await jobs.send('count', { n });
    await until(() => done.length === 3);
    expect(done.sort()).toEqual([1, 2, 3]);
    await until(async () => (await states(open(), 'count')).every((state) => state === 'completed'));
    await assertSchemaFits(open());
    await jobs.stop(1_000);
    await expect(jobs.send('count', { n: 4 })).rejects.toThrow(JobsUnavailable);
  });

  it('try a failed job again, and keep nothing of what it threw but a code', async () => {
    let tries = 0;
    const handler = async (): Promise<void> => {
      tries += 1;
      if (tries === 1) throw new Error('a secret of another system');
    };
    const jobs = await started(open(), [{ ...settings, retryDelaySeconds: 1, name: 'flaky', handler }]);
    await jobs.send('flaky', { n: 1 });
    await until(() => tries === 2, 40_000);
    await jobs.stop(1_000);
    const kept = await open().query({
      name: 'test_job_output',
      text: `SELECT output::text FROM pgboss.job WHERE name = 'flaky'`,
    });
    expect(JSON.stringify(kept)).not.toContain('secret');
  });

  it('run one at a time, with at most one more waiting', async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const handler = async (): Promise<void> => {
      most = Math.max(most, (running += 1));
      await gate;
      running -= 1;
      runs += 1;
    };
    const jobs = await started(open(), [{ ...settings, name: 'single', oneAtATime: true, handler }]);
    expect(await jobs.send('single')).not.toBeNull();
    await until(() => running === 1);
    expect(await jobs.send('single')).not.toBeNull();
    expect(await jobs.send('single')).toBeNull();
    release();
    await until(() => runs === 2, 40_000);
    expect(most).toBe(1);
    await jobs.stop(1_000);
  });

  it('write a schedule once, change it, and take it away when the job has none any more', async () => {
    const schedules = () =>
      open().query({ name: 'test_job_schedules', text: 'SELECT name, cron FROM pgboss.schedule' });
    const nightly = { ...settings, name: 'nightly', handler: async (): Promise<void> => undefined };
    for (const cron of ['10 3 * * *', '20 4 * * *', undefined]) {
      const jobs = await started(open(), [{ ...nightly, cron }]);
      expect(await schedules()).toEqual(cron === undefined ? [] : [{ name: 'nightly', cron }]);
      await jobs.stop(1_000);
    }
  });

  it('tell a running job to end when they stop, and give it to whoever starts next', async () => {
    let ended: unknown;
    let begun = false;
    const waiting = {
      ...settings,
      name: 'long',
      handler: (_: object, { signal }: { signal: AbortSignal }) =>
        new Promise<void>((_resolve, reject) => {
          begun = true;
          signal.addEventListener('abort', () => {
            ended = signal.reason;
            reject(new Error('ended'));
          });
        }),
    };
    const first = await started(open(), [waiting]);
    await first.send('long');
    await until(() => begun);
    await first.stop(5_000);
    expect(ended).toBeInstanceOf(JobsUnavailable);
    expect(await states(open(), 'long')).toEqual(['retry']);
    let again = false;
    const second = await started(open(), [{ ...waiting, handler: async () => void (again = true) }]);
    await until(() => again, 40_000);
    await second.stop(1_000);
  });

  it('refuse a name twice, and a definition that comes late', async () => {
    const definition = { ...settings, name: 'late', handler: async (): Promise<void> => undefined };
    const jobs = await started(open(), [definition]);
    expect(() => {
      jobs.define({ ...definition, name: 'later' });
    }).toThrow('too late');
    await jobs.stop(1_000);
    const other = new Jobs(open(), quiet);
    other.define(definition);
    expect(() => {
      other.define(definition);
    }).toThrow('twice');
  });
});

describe('jobs of two instances on one Postgres', () => {
  it('are done once each, and both instances may start at the same moment', async () => {
    const { location } = await createTestDatabase('postgres');
    const done: number[] = [];
    const instances = await Promise.all(
      [1, 2].map(async () => {
        const database = await openDatabase(location);
        onCleanUp(() => database.close());
        return started(database, [{ ...settings, name: 'shared', handler: async ({ n }) => void done.push(n) }]);
      }),
    );
    const sent = Array.from({ length: 20 }, (_, n) => n);
    await Promise.all(sent.map((n) => instances[n % 2]!.send('shared', { n })));
    await until(() => done.length >= sent.length, 50_000);
    for (const jobs of instances) await jobs.stop(5_000);
    expect(done.sort((a, b) => a - b)).toEqual(sent);
  });
});
