import { beforeEach, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config/app-config.js';
import { Messages } from '../../src/conversation/messages.js';
import { type Database } from '../../src/database/database.js';
import { type Announcement } from '../../src/events/session-events.js';
import { HandoffTimeouts } from '../../src/handoff/handoff-timeouts.js';
import { type JobDefinition } from '../../src/jobs/job-definition.js';
import { Jobs } from '../../src/jobs/jobs.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { FakeClock } from '../support/fake-clock.js';
import { announcements, type PeopleDesk, peopleDesk } from '../support/people-desk.js';

const ANA = { operatorId: 'key_1:Ana', name: 'Ana' };
const TIMEOUT_MS = 600_000;

describeOnEachDatabase('HandoffTimeouts', (open) => {
  let database: Database;
  let clock: FakeClock;
  let people: PeopleDesk;
  let told: Announcement[];
  let job: JobDefinition | undefined;

  beforeEach(async () => {
    database = open();
    clock = new FakeClock();
    const recorded = announcements();
    told = recorded.told;
    people = peopleDesk(database, { events: recorded.events, clock });
    job = jobWith('600');
    await database.query({ name: 'test_clear', text: 'DELETE FROM tickets' });
  });

  const jobWith = (seconds: string): JobDefinition | undefined => {
    let defined: JobDefinition | undefined;
    const jobs = new Jobs(database, { warn: () => undefined });
    jobs.define = (definition) => {
      defined = definition as unknown as JobDefinition;
    };
    const config = loadConfig({ HANDOFF_TIMEOUT_SECONDS: seconds });
    new HandoffTimeouts(people.ledger, people.teller, jobs, clock, config).onModuleInit();
    return defined;
  };

  const run = async (): Promise<void> => job?.handler({}, { signal: new AbortController().signal });

  const waiting = async (): Promise<{
    readonly sessionId: string;
    readonly ticketId: string;
    readonly number: number;
  }> => {
    const sessionId = await people.newSession();
    const { ticket } = await people.desk.request({ sessionId, reason: 'human_request', note: null });
    return { sessionId, ticketId: ticket.ticketId, number: ticket.number };
  };

  const messages = (sessionId: string): Promise<unknown[]> => new Messages(database).list(sessionId, 0, 10);

  it('tells each customer once that nobody came, and keeps the ticket', async () => {
    const { sessionId, ticketId, number } = await waiting();
    clock.advance(TIMEOUT_MS - 1);
    const later = await waiting();
    await run();
    expect(await messages(sessionId)).toEqual([]);
    clock.advance(2);
    told.length = 0;
    await run();
    await run();
    expect(await messages(sessionId)).toMatchObject([
      { role: 'system', seq: 1, message: expect.stringContaining(`#${number}`) },
    ]);
    expect(told.map(({ event, eventSeq }) => [event.type, eventSeq])).toEqual([
      ['message.created', 2],
      ['handoff.updated', 3],
    ]);
    expect(await people.desk.ticket(ticketId)).toMatchObject({ handoffState: 'timed_out', status: 'new' });
    expect(await messages(later.sessionId)).toEqual([]);
  });

  it('lets a person come after all, and a customer ask again without being told a second time', async () => {
    const { sessionId, ticketId } = await waiting();
    clock.advance(TIMEOUT_MS + 1);
    await run();
    await people.desk.request({ sessionId, reason: 'human_request', note: null });
    expect(await people.desk.handoffOf(sessionId)).toMatchObject({ state: 'queued' });
    clock.advance(TIMEOUT_MS + 1);
    await run();
    expect(await messages(sessionId)).toHaveLength(1);
    const { ticket } = await people.desk.claim(ticketId, ANA);
    expect(ticket).toMatchObject({ handoffState: 'assigned', status: 'open' });
  });

  it('leaves alone whom a person has, who was given back, and who no longer waits', async () => {
    const claimed = await waiting();
    const returned = await waiting();
    const cancelled = await waiting();
    await people.desk.claim(claimed.ticketId, ANA);
    await people.desk.claim(returned.ticketId, ANA);
    await people.desk.release(returned.ticketId, ANA);
    await people.desk.cancel(cancelled.sessionId);
    clock.advance(TIMEOUT_MS + 1);
    await run();
    // Who asks again after a return begins to wait anew.
    await people.desk.request({ sessionId: returned.sessionId, reason: 'human_request', note: null });
    await run();
    for (const { sessionId } of [claimed, returned, cancelled]) expect(await messages(sessionId)).toEqual([]);
    clock.advance(TIMEOUT_MS + 1);
    await run();
    expect(await messages(returned.sessionId)).toHaveLength(1);
  });

  it('works off however many there are, and two instances tell each customer once', async () => {
    const sessions = await Promise.all(Array.from({ length: 130 }, waiting));
    clock.advance(TIMEOUT_MS + 1);
    await Promise.all([run(), run()]);
    const counts = await Promise.all(sessions.map(async ({ sessionId }) => (await messages(sessionId)).length));
    expect(counts.every((count) => count === 1)).toBe(true);
  });

  it('is a job of every minute, or none at all', () => {
    expect(job).toMatchObject({ cron: '* * * * *', oneAtATime: true });
    expect(jobWith('0')).toBeUndefined();
  });
});
