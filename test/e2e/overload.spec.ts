import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import { TurnAdmission } from '../../src/agent/turn-admission.js';
import { type AgentResponseDto } from '../../src/chat/agent-response.dto.js';
import { type MessagePageDto } from '../../src/chat/messages.dto.js';
import { type TicketDto } from '../../src/handoff/handoff.dto.js';
import { type ApiAnswer } from '../support/api-client.js';
import { createTestDatabase } from '../support/databases.js';
import { saying, type ScriptedProvider, startScriptedProvider } from '../support/scripted-provider.js';
import { connectCustomer } from '../support/socket-client.js';
import { startTestApp, type TestApp, type TestSession } from '../support/test-app.js';
import { until } from '../support/until.js';

const QUESTION = 'What is your refund policy?';
/** Said by the sample page about refunds. */
const ANSWER = 'You can return any item within 30 days of delivery for a full refund [1].';
const BURST = 200;
const UNLIMITED = { RATE_LIMIT_ENABLED: 'false' };
/** Answers take as long as the test wants them to. */
const PATIENT = {
  AGENT_TURN_TIMEOUT_SECONDS: '300',
  LLM_TIMEOUT_SECONDS: '300',
  LLM_FIRST_TOKEN_TIMEOUT_SECONDS: '300',
};
/** A start, and a burst, take their time on a busy machine, in ms. */
const WITHIN_MS = 120_000;

jest.setTimeout(2 * WITHIN_MS);

type Answer = ApiAnswer<AgentResponseDto & { readonly code?: string; readonly retryable?: boolean }>;

const sessionsOf = (desk: TestApp, count: number): Promise<TestSession[]> =>
  Promise.all(Array.from({ length: count }, () => desk.newSession()));

const stateOf = (desk: TestApp) => desk.app.get(TurnAdmission).state;

async function stored({ api }: TestApp, { sessionId, token }: TestSession): Promise<MessagePageDto['data']> {
  return (await api.get<MessagePageDto>(`/api/v1/chat/${sessionId}/messages`, { token })).body.data;
}

function expectOverloaded({ status, headers, body }: Answer): void {
  expect({ status, code: body.code, retryable: body.retryable }).toEqual({
    ...{ status: 503, code: 'overloaded', retryable: true },
  });
  expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(5);
}

describe('A desk whose model is slow', () => {
  let provider: ScriptedProvider;
  /** Lets the model answer. */
  let answer = (): void => undefined;
  beforeAll(async () => {
    provider = await startScriptedProvider();
  });

  /** From now on the model holds every question back until `answer` is called. */
  function holdModel(): void {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    answer = () => {
      resolve(undefined);
    };
    provider.otherwise(async (turn) => {
      await promise;
      await saying(ANSWER)(turn);
    });
  }
  afterEach(() => {
    answer();
  });

  it('takes many more turns than it works on at once', async () => {
    const desk = await startTestApp({ ...provider.env, ...PATIENT, ...UNLIMITED });
    const customers = await sessionsOf(desk, 40);
    holdModel();
    const asked = customers.map((customer) => desk.ask(customer, QUESTION));
    await until(() => stateOf(desk).here === 40, WITHIN_MS);
    await until(() => stateOf(desk).inWork === 0);
    expect(stateOf(desk)).toMatchObject({ waiting: 0, isShedding: false });
    answer();
    const answers = await Promise.all(asked);
    expect(answers.map(({ status, body }) => `${status} ${body.metadata.model}`)).toEqual(
      Array.from({ length: 40 }, () => '200 openai-compatible:scripted'),
    );
    await until(() => stateOf(desk).here === 0);
    await desk.close();
  });

  describe('with room for three', () => {
    let desk: TestApp;
    beforeAll(async () => {
      desk = await startTestApp({ ...provider.env, ...PATIENT, ...UNLIMITED, AGENT_MAX_CONCURRENT_TURNS: '3' });
    });
    afterAll(() => desk.close());

    it('answers three of a burst, refuses the others, stores nothing of them, and takes them later', async () => {
      const customers = await sessionsOf(desk, BURST);
      holdModel();
      let refused = 0;
      const burst = Promise.all(
        customers.map(async (customer, n) => {
          const given = (await desk.ask(customer, QUESTION, { clientMessageId: `first-${n}` })) as Answer;
          refused += given.status === 200 ? 0 : 1;
          return given;
        }),
      );
      await until(() => refused === BURST - 3, WITHIN_MS);
      expect(stateOf(desk)).toMatchObject({ here: 3, waiting: 0, isShedding: true });
      answer();
      const answers = await burst;
      for (const given of answers.filter(({ status }) => status !== 200)) expectOverloaded(given);
      const one = answers.findIndex(({ status }) => status !== 200);
      expect(await stored(desk, customers[one]!)).toEqual([]);
      await until(() => !stateOf(desk).isShedding);
      // Another message under the same id is the proof that the id was not used.
      const again = await desk.ask(customers[one]!, 'Can I return my kettle?', { clientMessageId: `first-${one}` });
      expect(again.status).toBe(200);
      expect(await stored(desk, customers[one]!)).toHaveLength(2);
      await until(() => stateOf(desk).here === 0);
      expect(stateOf(desk)).toMatchObject({ inWork: 0, here: 0, waiting: 0 });
    });

    /** Three customers whose answers wait for the model. */
    async function fill(): Promise<{ customers: TestSession[]; answers: Promise<Answer[]> }> {
      const customers = await sessionsOf(desk, 3);
      await until(() => stateOf(desk).here === 0);
      holdModel();
      const asked: Promise<Answer>[] = [];
      for (const customer of customers) {
        asked.push(desk.ask(customer, QUESTION));
        await until(() => stateOf(desk).here === asked.length && stateOf(desk).inWork === 0, WITHIN_MS);
      }
      return { customers, answers: Promise.all(asked) };
    }

    it('says the same over a socket, and in a stream before it begins', async () => {
      const customer = await desk.newSession();
      const client = connectCustomer(desk.url, { token: customer.token });
      expect(await client.settled()).toBeUndefined();
      const { answers } = await fill();
      const ack = await client.send('message.send', { message: QUESTION, clientMessageId: randomUUID() });
      expect(ack).toMatchObject({ ok: false, error: { code: 'overloaded', status: 503, retryable: true } });
      const path = `/api/v1/chat/${customer.sessionId}/messages`;
      const headers = { accept: 'text/event-stream' };
      const response = await desk.api.request('POST', path, { message: QUESTION }, { token: customer.token, headers });
      expect(response.status).toBe(503);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(await stored(desk, customer)).toEqual([]);
      answer();
      expect((await answers).map(({ status }) => status)).toEqual([200, 200, 200]);
    });

    it('still stops answers, hands over, hears people and says that it is ready', async () => {
      const { customers, answers } = await fill();
      const [first, second] = customers as [TestSession, TestSession];
      expect((await desk.api.get('/health/ready')).status).toBe(200);
      expect((await desk.api.get('/health/live')).status).toBe(200);
      const handoff = `/api/v1/sessions/${first.sessionId}/handoff`;
      const { body: ticket } = await desk.api.post<TicketDto>(handoff, {}, { token: first.token });
      const operator = { apiKey: desk.adminKey, headers: { 'X-Operator-Name': 'Ann' } };
      const claimed = await desk.api.post(`/api/v1/tickets/${ticket.ticketId}/claim`, undefined, operator);
      expect(claimed.status).toBe(200);
      const said = { message: 'I am here.', clientMessageId: randomUUID() };
      const heard = await desk.api.post(`/api/v1/tickets/${ticket.ticketId}/messages`, said, operator);
      expect(heard.status).toBe(201);
      const stop = `/api/v1/chat/${second.sessionId}/stop`;
      const stopped = await desk.api.post<{ stopped: boolean }>(stop, undefined, { token: second.token });
      expect(stopped.body).toEqual({ stopped: true });
      // What was stopped and what a person took over makes room.
      await until(() => stateOf(desk).here === 1);
      answer();
      const codes = (await answers).map(({ status, body }) => body.code ?? status);
      expect(codes).toEqual(['taken_over_by_human', 'turn_stopped', 200]);
      await until(() => stateOf(desk).here === 0);
    });
  });
});

describe('A desk whose database stands still', () => {
  it('lets a customer take back what waits to be begun', async () => {
    const database = await createTestDatabase('postgres');
    const desk = await startTestApp({ database, ...UNLIMITED });
    const customers = await sessionsOf(desk, 10);
    const blocker = new Client({ connectionString: database.env.DATABASE_URL });
    await blocker.connect();
    try {
      await blocker.query('BEGIN; LOCK TABLE conversations IN SHARE MODE');
      const asked = customers.map((customer) => desk.ask(customer, QUESTION) as Promise<Answer>);
      const { limit } = stateOf(desk);
      await until(() => stateOf(desk).waiting === 10 - limit);
      const stops = customers.map(({ sessionId, token }) =>
        desk.api.post<{ stopped: boolean }>(`/api/v1/chat/${sessionId}/stop`, undefined, { token }),
      );
      expect((await Promise.all(stops)).map(({ body }) => body.stopped)).toEqual(customers.map(() => true));
      await until(() => stateOf(desk).waiting === 0);
      await blocker.query('COMMIT');
      const answers = await Promise.all(asked);
      expect(answers.map(({ body }) => body.code)).toEqual(customers.map(() => 'turn_stopped'));
      const messages = await Promise.all(customers.map((customer) => stored(desk, customer)));
      // Only those that were begun stored theirs.
      expect(messages.filter(({ length }) => length > 0)).toHaveLength(limit);
      await until(() => stateOf(desk).here === 0);
    } finally {
      await blocker.end();
      await desk.close();
    }
  });

  it('lets a few wait, refuses the rest of a burst in time, and goes on by itself', async () => {
    const database = await createTestDatabase('postgres');
    const desk = await startTestApp({ database, ...UNLIMITED, AGENT_MAX_QUEUED_TURNS: '3' });
    const customers = await sessionsOf(desk, BURST);
    const blocker = new Client({ connectionString: database.env.DATABASE_URL });
    await blocker.connect();
    try {
      // Whoever opens a turn changes a row of this table; reading goes on.
      await blocker.query('BEGIN; LOCK TABLE conversations IN SHARE MODE');
      let refused = 0;
      const burst = Promise.all(
        customers.map(async (customer) => {
          const given = (await desk.ask(customer, QUESTION)) as Answer;
          refused += given.status === 200 ? 0 : 1;
          return given;
        }),
      );
      const { limit } = stateOf(desk);
      await until(() => refused >= BURST - limit - 3, WITHIN_MS);
      expect(stateOf(desk)).toMatchObject({ inWork: limit });
      await blocker.query('COMMIT');
      const answers = await burst;
      for (const given of answers.filter(({ status }) => status !== 200)) expectOverloaded(given);
      const answered = answers.filter(({ status }) => status === 200).length;
      expect(answered).toBeGreaterThanOrEqual(limit);
      expect(answered).toBeLessThanOrEqual(limit + 3);
      await until(() => stateOf(desk).here === 0);
      expect(stateOf(desk)).toMatchObject({ inWork: 0, waiting: 0 });
      await until(() => !stateOf(desk).isShedding);
      expect((await desk.ask(customers[0]!, QUESTION)).status).toBe(200);
    } finally {
      await blocker.end();
      await desk.close();
    }
  });
});

describe('A customer who does not wait for answers', () => {
  it('is told to, when as many messages of the session wait as may', async () => {
    const desk = await startTestApp({ ...UNLIMITED, AGENT_MAX_QUEUED_PER_SESSION: '2' });
    const customer = await desk.newSession();
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => desk.ask(customer, `Message ${n}: ${QUESTION}`)),
    );
    const busy = (answers as Answer[]).filter(({ status }) => status !== 200);
    expect(answers.length - busy.length).toBeGreaterThanOrEqual(3);
    expect(busy.length).toBeGreaterThan(0);
    for (const { status, body, headers } of busy) {
      expect({ status, code: body.code }).toEqual({ status: 409, code: 'conversation_busy' });
      expect(headers.get('retry-after')).not.toBeNull();
    }
    // Each one that was answered has its question and its answer, and nothing else was stored.
    expect(await stored(desk, customer)).toHaveLength(2 * (answers.length - busy.length));
  });
});
