import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SessionEvent } from '@frontdesk/client';
import { beforeAll, expect, it } from '@jest/globals';
import { type AgentResponseDto } from '../../src/chat/agent-response.dto.js';
import { type CreatedSessionDto } from '../../src/chat/sessions.dto.js';
import { openDatabase, type Database } from '../../src/database/database.js';
import { type TicketDto } from '../../src/handoff/handoff.dto.js';
import { type SaidMessageDto, type TicketChangeDto } from '../../src/handoff/tickets.dto.js';
import { type ApiAnswer, ApiClient } from '../support/api-client.js';
import { startChildApp } from '../support/child-app.js';
import { onCleanUp } from '../support/clean-up.js';
import { createTestDatabase } from '../support/databases.js';
import { startRedis } from '../support/redis-server.mjs';
import { type ScriptedProvider, startScriptedProvider } from '../support/scripted-provider.js';
import { connectOperator, type OperatorClient } from '../support/socket-client.js';
import { until } from '../support/until.js';

/** `TAKEOVER_RACES=1000` runs as many; `TAKEOVER_SEED` repeats the delays and choices of a run. */
const RACES = Number(process.env.TAKEOVER_RACES ?? 100);
const SEED = Number(process.env.TAKEOVER_SEED ?? randomInt(2 ** 31));
/** Conversations that are raced in at a time. */
const LANES = 4;

const ADMIN_API_KEY = 'the-admin-key-of-the-takeover-races';
const QUESTION = 'What is your refund policy?';
/** Said by the sample page about refunds, so that it counts as an answer. */
const ANSWER = 'You can return any item within 30 days of delivery for a full refund [1].';
const PIECES = ANSWER.match(/.{1,4}/g) ?? [];
/** Pause after each piece of a slow answer, in ms. */
const PIECE_MS = 15;
const SLOWER_MS = PIECES.length * PIECE_MS;
/** What may be told while a person has the conversation; an `error` only says that there will be no answer. */
const NOT_OF_THE_AGENT = new Set(['message.created', 'handoff.updated', 'error']);

type Outcome = 'before the turn' | 'in the turn' | 'after the turn';

/** Two instances on one Redis and one Postgres, with a model that can be slow. */
interface Desk {
  readonly apis: readonly ApiClient[];
  readonly database: Database;
  readonly provider: ScriptedProvider;
}

async function openDesk(): Promise<Desk> {
  const redis = await startRedis();
  onCleanUp(() => redis.stop());
  const provider = await startScriptedProvider();
  provider.otherwise(async (turn) => {
    const isSlow = turn.question.includes('slowly');
    for (const piece of PIECES) {
      turn.say(piece);
      if (isSlow) await sleep(PIECE_MS);
    }
    turn.finish();
  });
  const { env, location } = await createTestDatabase('postgres');
  const settings = {
    ...{ ENVIRONMENT: 'test', LOG_LEVEL: 'warn', INSTANCES: '2', ADMIN_API_KEY },
    ...{ SESSION_STORE_TYPE: 'redis', REDIS_URL: redis.url, SAMPLE_KNOWLEDGE: 'true' },
    AUTH_TOKEN_SECRET: 'a secret that both of the processes know',
    ...provider.env,
    ...env,
  };
  const apps = [await startChildApp(settings), await startChildApp(settings)];
  const database = await openDatabase(location);
  onCleanUp(() => database.close());
  return { apis: apps.map(({ url }) => new ApiClient(url)), database, provider };
}

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One conversation, raced in again and again, and what two consoles on two instances were told of it. */
class Lane {
  /** How long an answer without pauses took here the last time. */
  private quickMs = 0;

  private constructor(
    private readonly desk: Desk,
    private readonly random: () => number,
    private readonly customer: { readonly sessionId: string; readonly token: string },
    private readonly consoles: readonly OperatorClient[],
  ) {}

  static async open(desk: Desk, seed: number): Promise<Lane> {
    const created = await desk.apis[0]!.post<CreatedSessionDto>('/api/v1/sessions', {});
    const { sessionId } = created.body.session;
    const consoles = desk.apis.map(({ url }) => connectOperator(url, { apiKey: ADMIN_API_KEY, name: 'Observer' }));
    for (const console of consoles) {
      expect(await console.settled()).toBeUndefined();
      await console.do('watch', { sessionId, afterSeq: 0 });
    }
    return new Lane(desk, randomFrom(seed), { sessionId, token: created.body.token }, consoles);
  }

  async race(name: string): Promise<Outcome> {
    const { sessionId, token } = this.customer;
    const { ticketId } = (await this.api().post<TicketDto>(`/api/v1/sessions/${sessionId}/handoff`, {}, { token }))
      .body;
    const isSlow = this.random() < 0.7;
    const asked = this.ask(`${QUESTION} ${isSlow ? 'Answer slowly' : 'Answer'} (${name})`);
    // From before the turn until well after its end.
    await sleep(Math.max(0, this.random() * 2.2 - 0.2) * (this.quickMs + (isSlow ? SLOWER_MS : 0)));

    const claim = await this.post<TicketChangeDto>(`${ticketId}/claim`);
    const committed = await this.repliesOnRecord();
    const answer = await asked;
    const marker = `This is Ana, ${name}.`;
    const said = await this.post<SaidMessageDto>(`${ticketId}/messages`, { message: marker });
    await until(() => this.consoles.every(({ events }) => (events.at(-1)?.seq ?? 0) >= said.seq));
    expect(await this.repliesOnRecord()).toEqual(committed);

    const status = (['open', 'pending', 'solved'] as const)[Math.floor(this.random() * 3)];
    const release = await this.post<TicketChangeDto>(`${ticketId}/release`, { status });
    this.assertSilent(claim.seq, release.seq);
    const outcome = outcomeOf(answer, committed);
    await this.assertAnswers(`${QUESTION} (after ${name})`, marker);
    return outcome;
  }

  /** Each event is new and none was missed, on both consoles; and what was told of each answer is that answer. */
  assertToldWhole(): void {
    for (const { events } of this.consoles) {
      const wrong = events.filter(({ fromSeq, seq }, n) => {
        const last = events[n - 1]?.seq ?? 0;
        return seq <= last || (fromSeq ?? seq) > last + 1;
      });
      expect(wrong).toEqual([]);
      for (const event of events) {
        if (event.type === 'complete') expect(textOf(events, event.turnId)).toBe(event.response.message);
      }
    }
  }

  private assertSilent(claimSeq: number, releaseSeq: number): void {
    const told = this.consoles.flatMap(({ events }) => events.filter(({ seq }) => seq > claimSeq && seq < releaseSeq));
    expect(told.filter((event) => isOfTheAgent(event))).toEqual([]);
  }

  /** Of the agent, with the words of the person in its context if there were any. */
  async assertAnswers(question: string, marker: string = ''): Promise<void> {
    const startedAt = performance.now();
    const answer = await this.ask(question);
    this.quickMs = performance.now() - startedAt;
    expect([answer.status, answer.body]).toMatchObject([200, { handledBy: 'agent', message: ANSWER }]);
    const request = this.desk.provider.requests.findLast((sent) => JSON.stringify(sent.messages).includes(question));
    expect(JSON.stringify(request?.messages)).toContain(marker);
  }

  private async repliesOnRecord(): Promise<string[]> {
    const text = `SELECT message_id AS id FROM messages WHERE session_id = $1 AND role = 'agent' ORDER BY seq`;
    const rows = await this.desk.database.query<{ id: string }>({ name: 'test_replies', text }, [
      this.customer.sessionId,
    ]);
    return rows.map(({ id }) => id);
  }

  private ask(message: string): Promise<ApiAnswer<AgentResponseDto & { readonly code?: string }>> {
    const { sessionId, token } = this.customer;
    return this.api().post(`/api/v1/chat/${sessionId}/messages`, { message }, { token });
  }

  private async post<Body>(path: string, body: object = {}): Promise<Body> {
    const options = { apiKey: ADMIN_API_KEY, headers: { 'X-Operator-Name': 'Ana' } };
    const answer = await this.api().post<Body>(`/api/v1/tickets/${path}`, body, options);
    if (answer.status > 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  private api(): ApiClient {
    return this.desk.apis[Math.floor(this.random() * this.desk.apis.length)]!;
  }
}

function isOfTheAgent(event: SessionEvent): boolean {
  if (event.type === 'message.created') return event.message.role === 'agent';
  return !NOT_OF_THE_AGENT.has(event.type);
}

function textOf(events: readonly SessionEvent[], ofTurn: string): string {
  return events.reduce((text, event) => {
    if (event.type !== 'text' || event.turnId !== ofTurn) return text;
    return (event.replace ? '' : text) + event.delta;
  }, '');
}

/** Where the claim fell, by what became of the customer's message. */
function outcomeOf(
  answer: ApiAnswer<AgentResponseDto & { readonly code?: string }>,
  committed: readonly string[],
): Outcome {
  if (answer.status === 200) {
    expect(committed).toContain(answer.body.messageId);
    return 'after the turn';
  }
  if (answer.status === 202) return 'before the turn';
  expect([answer.status, answer.body.code]).toEqual([409, 'taken_over_by_human']);
  return 'in the turn';
}

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
}, 180_000);

it(
  'takeover barrier: after the acknowledgement of a claim nothing of the agent is committed or told until the release',
  async () => {
    const lanes = await Promise.all(Array.from({ length: LANES }, (_, n) => Lane.open(desk, SEED + n)));
    const counts: Record<Outcome, number> = { 'before the turn': 0, 'in the turn': 0, 'after the turn': 0 };
    await Promise.all(
      lanes.map(async (lane, first) => {
        // The first one opens connections and warms caches.
        for (let warmUp = 0; warmUp < 2; warmUp += 1) await lane.assertAnswers(QUESTION);
        for (let race = first; race < RACES; race += LANES) counts[await lane.race(`race ${race}`)] += 1;
      }),
    );
    for (const lane of lanes) lane.assertToldWhole();
    expect(await repliesUnderAPerson(desk.database)).toBe(0);
    process.stdout.write(`takeover races: seed ${SEED}, claims ${JSON.stringify(counts)}\n`);
    expect(counts['in the turn']).toBeGreaterThan(0);
  },
  60_000 + RACES * 3000,
);

/** By the numbers on record: turns that were committed between a claim and its release. */
async function repliesUnderAPerson(database: Database): Promise<number | undefined> {
  const text = `
    SELECT count(*)::int AS count FROM ticket_events claim
    CROSS JOIN LATERAL (
      SELECT min(event_seq) AS seq FROM ticket_events
      WHERE session_id = claim.session_id AND state = 'returned' AND event_seq > claim.event_seq) AS returned
    JOIN turns ON turns.session_id = claim.session_id AND turns.status = 'completed'
      AND turns.last_event_seq > claim.event_seq AND turns.last_event_seq < returned.seq
    WHERE claim.state = 'assigned'`;
  const [row] = await database.query<{ count: number }>({ name: 'test_replies_under_a_person', text });
  return row?.count;
}
