import { expect, it } from '@jest/globals';
import { type Database } from '../../src/database/database.js';
import { type JobDefinition } from '../../src/jobs/job-definition.js';
import { Jobs } from '../../src/jobs/jobs.js';
import { OutboxCleanUp } from '../../src/webhooks/outbox-clean-up.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { FakeClock } from '../support/fake-clock.js';
import { webhookDesk } from '../support/webhook-desk.js';

const DAY_MS = 86_400_000;
const PUT = {
  name: 'test_clean_up_put',
  text: `
    INSERT INTO webhook_outbox (endpoint_id, event_id, type, session_id, subject_id, occurred_at, status, settled_at)
    SELECT $1, $2 || n, 'message.created', 's', 'm', $3, $4, CASE WHEN $4 IN ('delivered', 'dead') THEN $3::timestamptz END
    FROM generate_series(1, $5::int) AS n`,
};
const LEFT = {
  name: 'test_clean_up_left',
  text: `SELECT event_id AS "eventId" FROM webhook_outbox ORDER BY event_id`,
};

function definedJob(database: Database, clock: FakeClock): JobDefinition {
  let job: JobDefinition | undefined;
  const jobs = new Jobs(database, { warn: () => undefined });
  jobs.define = (definition) => {
    job = definition as unknown as JobDefinition;
  };
  new OutboxCleanUp(database, jobs, clock).onModuleInit();
  if (!job) throw new Error('no job was defined');
  return job;
}

describeOnEachDatabase('OutboxCleanUp', (open) => {
  it('removes what is over and past its time, however much, and what nobody will ever get', async () => {
    const clock = new FakeClock();
    const desk = webhookDesk(open(), { clock });
    const [live, idle] = [await desk.newReceiver('*'), await desk.newReceiver('*')];
    await desk.endpoints.change(idle.endpointId, { enabled: false });
    const put = (endpointId: string, name: string, daysAgo: number, status: string, count = 1): Promise<object[]> =>
      open().query(PUT, [endpointId, name, new Date(clock.now() + (40 - daysAgo) * DAY_MS), status, count]);
    await put(live.endpointId, 'delivered 8 days ago ', 8, 'delivered', 2_345);
    await put(live.endpointId, 'delivered 6 days ago ', 6, 'delivered');
    await put(live.endpointId, 'dead 31 days ago ', 31, 'dead');
    await put(live.endpointId, 'dead 29 days ago ', 29, 'dead');
    await put(live.endpointId, 'pending ', 39, 'pending');
    await put(idle.endpointId, 'pending for a disabled one ', 39, 'pending');
    await put('whk_deleted', 'pending for nobody ', 1, 'pending');
    clock.advance(29 * DAY_MS);
    const job = definedJob(open(), clock);
    expect(job).toMatchObject({ cron: expect.stringMatching(/^\d+ \d+ \* \* \*$/), oneAtATime: true });
    const run = async (): Promise<string[]> => {
      await job.handler({}, { signal: new AbortController().signal });
      return (await open().query<{ eventId: string }>(LEFT)).map(({ eventId }) => eventId.replace(/ \d+$/, ''));
    };
    expect(await run()).toContain('pending for a disabled one');
    clock.advance(11 * DAY_MS);
    expect(await run()).toEqual(['dead 29 days ago', 'delivered 6 days ago', 'pending']);
  });
});
