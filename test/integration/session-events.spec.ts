import { beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { type EventArchive } from '../../src/conversation/event-archive.js';
import { EventLogUnavailable } from '../../src/events/event-log.errors.js';
import { numbered, type SessionEvent } from '../../src/events/session-event.js';
import { SessionEvents } from '../../src/events/session-events.js';
import { FakeArchive, RecordingSink } from '../contracts/event-log-chaos.js';
import { said, saidBy } from '../contracts/event-log-fixtures.js';
import { openRedisLog } from '../contracts/event-log-redis.js';
import { openRelay, type Relay } from '../support/relay.js';
import { until } from '../support/until.js';

const RUNS = 15;
const HEALED_WITHIN_MS = 30_000;
/** Least events of one run; it writes on until its steps are done. */
const EVENTS = 60;

/** What happens while the writer writes; who follows begins after this part of what is written by then. */
type Step =
  | { readonly do: 'cut'; readonly forMs: number }
  | { readonly do: 'pause'; readonly ms: number }
  | { readonly do: 'follow'; readonly instance: number; readonly part: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('cut' as const), forMs: fc.integer({ min: 0, max: 150 }) }),
    fc.record({ do: fc.constant('pause' as const), ms: fc.integer({ min: 0, max: 60 }) }),
    fc.record({
      do: fc.constant('follow' as const),
      instance: fc.nat(1),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  ),
  { minLength: 4, maxLength: 14 },
);

let redisUrl: string;
let relay: Relay;

beforeAll(async () => {
  redisUrl = process.env.TEST_REDIS_URL ?? '';
  const { hostname, port } = new URL(redisUrl);
  relay = await openRelay({ host: hostname, port: Number(port) });
});

/** Two instances and one session, which the first of them writes. */
class Desk {
  readonly written: SessionEvent[] = [];
  private living = false;
  private readonly sessionId = `s-${randomUUID()}`;
  private readonly watched: { readonly sink: RecordingSink; readonly from: number }[] = [];

  constructor(
    private readonly instances: readonly SessionEvents[],
    /** Undefined: nothing is ever on record. */
    private readonly archive?: FakeArchive,
  ) {}

  async live(plan: readonly Step[]): Promise<void> {
    this.living = true;
    const writing = (async () => {
      while (this.living || this.written.length < EVENTS) {
        await this.write();
        await sleep(this.written.length % 7);
      }
    })();
    await this.follow(0, 0);
    await this.follow(1, 0);
    for (const step of plan) {
      if (step.do === 'pause') await sleep(step.ms);
      if (step.do === 'follow') await this.follow(step.instance, step.part);
      if (step.do === 'cut') {
        relay.cut();
        await sleep(step.forMs);
        relay.mend();
      }
    }
    this.living = false;
    await writing;
  }

  async expectAllTold(): Promise<void> {
    const last = this.written.at(-1)?.seq;
    await until(() => this.watched.every(({ sink }) => sink.events.at(-1)?.seq === last), HEALED_WITHIN_MS);
    for (const { sink, from } of this.watched) {
      expect(sink.faults).toEqual([]);
      expect(sink.events.map(saidBy)).toEqual(this.written.filter(({ seq }) => seq > from).map(saidBy));
    }
  }

  private async follow(instance: number, part: number): Promise<void> {
    const from = Math.floor(this.written.length * part);
    const sink = new RecordingSink(from);
    this.watched.push({ sink, from });
    await this.instances[instance]?.follow(this.sessionId, from, sink);
  }

  /** As a turn does: by the record when the log is away. */
  private async write(): Promise<void> {
    const [here] = this.instances;
    const { sessionId } = this;
    const floor = this.written.length;
    const events = Array.from({ length: 1 + (floor % 3) }, (_, n) => said(`w${floor + n + 1}`));
    try {
      const result = await here!.append({ sessionId, events, floor, epoch: 1 });
      if (result.status === 'fenced') throw new Error('fenced');
      this.keep(result.events);
    } catch (error) {
      if (!(error instanceof EventLogUnavailable) || !this.archive) throw error;
      const byRecord = events.map((event, n) => numbered(sessionId, floor + n + 1, event));
      this.keep(byRecord);
      here!.tellHere(sessionId, byRecord);
    }
  }

  private keep(events: readonly SessionEvent[]): void {
    this.archive?.put(events);
    this.written.push(...events);
  }
}

/** The second argument is where the subscriptions go. */
async function openInstances(url: string, busUrl: string, archive: FakeArchive): Promise<SessionEvents[]> {
  const open = async (): Promise<SessionEvents> =>
    new SessionEvents((await openRedisLog({ url, busUrl })).log, archive as unknown as EventArchive);
  return Promise.all([open(), open()]);
}

it('every follower is told every event once and in order, though Redis goes and comes', async () => {
  const relayed = `redis://127.0.0.1:${relay.port}`;
  const archive = new FakeArchive();
  const instances = await openInstances(relayed, relayed, archive);
  await fc.assert(
    fc.asyncProperty(steps, async (plan) => {
      const desk = new Desk(instances, archive);
      await desk.live(plan);
      await desk.expectAllTold();
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
});

it('every follower is told every event once and in order by the log alone, though subscriptions are cut', async () => {
  const instances = await openInstances(redisUrl, `redis://127.0.0.1:${relay.port}`, new FakeArchive());
  await fc.assert(
    fc.asyncProperty(steps, async (plan) => {
      const desk = new Desk(instances);
      await desk.live(plan);
      await desk.expectAllTold();
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
});
