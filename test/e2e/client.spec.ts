import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  ChatClient,
  type ChatClientOptions,
  ConsoleClient,
  type HandoffUpdatedEvent,
  type MessageCreatedEvent,
  type ResumeStorage,
  type SessionEvent,
  TurnText,
} from '@frontdesk/client';
import { onCleanUp } from '../support/clean-up.js';
import { FakeClock } from '../support/fake-clock.js';
import { openRelay } from '../support/relay.js';
import { saying, type ScriptedProvider, startScriptedProvider } from '../support/scripted-provider.js';
import { startTestApp, type TestApp, type TestSession } from '../support/test-app.js';
import { until } from '../support/until.js';

const QUESTION = 'What is your refund policy?';
/** Said by the sample page about refunds, in pieces. */
const PIECES = ['You can return any item within', ' 30 days of delivery', ' for a full refund [1].'];
const ANSWER = PIECES.join('');

let desk: TestApp;
let provider: ScriptedProvider;

beforeAll(async () => {
  provider = await startScriptedProvider();
  desk = await startTestApp({ ...provider.env, LLM_MAX_RETRIES: '0' });
});

/** A client that notes what it was told of. */
class Application {
  readonly events: SessionEvent[] = [];
  readonly text = new TurnText();
  readonly client: ChatClient;

  constructor({ sessionId, token }: TestSession, options: Partial<ChatClientOptions> = {}) {
    this.client = new ChatClient({ url: desk.url, token, sessionId, ...options });
    onCleanUp(async () => {
      this.client.close();
    });
    this.client.on('event', (event) => {
      this.events.push(event);
      this.text.apply(event);
    });
    this.client.on('message.created', (event) => this.events.push(event));
    this.client.on('handoff.updated', (event) => this.events.push(event));
    this.client.connect();
  }

  /** Every number that it was told of, an event that stands for several as each of them. */
  get numbers(): number[] {
    return this.events.flatMap(({ fromSeq, seq }) => {
      const first = fromSeq ?? seq;
      return Array.from({ length: seq - first + 1 }, (_, at) => first + at);
    });
  }
}

/** Numbers from 1 on, each once. */
function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, at) => at + 1);
}

/** Has the model say the first piece of its answer, and the rest when the returned function is called. */
function answerInTwoParts(): () => void {
  let goOn = (): void => undefined;
  const wait = new Promise<void>((resolve) => (goOn = resolve));
  provider.next(async (turn) => {
    turn.say(PIECES[0]!);
    await wait;
    for (const piece of PIECES.slice(1)) turn.say(piece);
    turn.finish();
  });
  return goOn;
}

async function history({ sessionId, token }: TestSession): Promise<{ role: string; message: string }[]> {
  type Page = { data: { role: string; message: string }[] };
  const { body } = await desk.api.get<Page>(`/api/v1/chat/${sessionId}/messages`, { token });
  return body.data;
}

describe('a message', () => {
  it('is answered in pieces that make up the whole', async () => {
    provider.next(saying(ANSWER));
    const app = new Application(await desk.newSession());
    const sent = app.client.send(QUESTION);
    const accepted = await sent.accepted;
    expect(accepted).toMatchObject({ messageSeq: 1, handledBy: 'agent' });
    const pieces = new TurnText();
    const types = new Set<string>();
    for await (const event of sent) {
      types.add(event.type);
      if (event.type !== 'complete') pieces.apply(event);
      expect(event.turnId).toBe(accepted.turnId);
    }
    const response = await sent.response();
    expect(response?.message).toBe(ANSWER);
    expect(pieces.text).toBe(ANSWER);
    expect([...types]).toEqual(['start', 'status', 'sources', 'text', 'complete']);
    expect(app.numbers).toEqual(upTo(app.client.lastSeq));
  });

  it('sent twice under one id is stored and answered once, for both', async () => {
    provider.next(saying(ANSWER));
    const session = await desk.newSession();
    const { client } = new Application(session);
    const first = client.send(QUESTION, { clientMessageId: 'same' });
    const second = client.send(QUESTION, { clientMessageId: 'same' });
    const [one, other] = await Promise.all([first.response(), second.response()]);
    expect(other?.messageId).toBe(one?.messageId);
    const again = new Application(session, { lastSeq: client.lastSeq });
    const third = again.client.send(QUESTION, { clientMessageId: 'same' });
    expect((await third.response())?.messageId).toBe(one?.messageId);
    expect((await history(session)).map(({ role }) => role)).toEqual(['customer', 'agent']);
    const changed = client.send('Something else', { clientMessageId: 'same' });
    await expect(changed.accepted).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('whose answer was stopped can be sent again under its id', async () => {
    const goOn = answerInTwoParts();
    const session = await desk.newSession();
    const app = new Application(session);
    const sent = app.client.send(QUESTION);
    await until(() => app.text.text !== '');
    await expect(app.client.stop()).resolves.toBe(true);
    await expect(sent.response()).rejects.toMatchObject({ code: 'turn_stopped', retryable: true });
    goOn();
    provider.next(saying(ANSWER));
    expect((await sent.retry().response())?.message).toBe(ANSWER);
    expect((await history(session)).map(({ role }) => role)).toEqual(['customer', 'agent']);
  });

  it('that interrupts is answered together with the one before', async () => {
    const goOn = answerInTwoParts();
    const app = new Application(await desk.newSession());
    const first = app.client.send('What is your refund policy');
    await until(() => app.text.text !== '');
    provider.next(saying(ANSWER));
    const second = app.client.send('for gift cards?', { onBusy: 'interrupt' });
    const [one, other] = await Promise.all([first.response(), second.response()]);
    goOn();
    expect(one?.messageId).toBe(other?.messageId);
    expect(app.numbers).toEqual(upTo(app.client.lastSeq));
  });
});

describe('a line that is cut in the middle of an answer', () => {
  it('costs nothing: no event is lost or repeated', async () => {
    const goOn = answerInTwoParts();
    const { hostname, port } = new URL(desk.url);
    const relay = await openRelay({ host: hostname, port: Number(port) });
    const app = new Application(await desk.newSession(), { url: `http://127.0.0.1:${relay.port}` });
    const states: string[] = [];
    app.client.on('state', (state) => states.push(state));
    const sent = app.client.send(QUESTION);
    await until(() => app.text.text !== '');
    relay.cut();
    await until(() => app.client.state === 'offline');
    goOn();
    const late = app.client.send('And how do I reset my password?');
    provider.next(saying('Use the link on the sign-in page.'));
    relay.mend();
    expect((await sent.response())?.message).toBe(ANSWER);
    await late.response();
    expect(app.numbers).toEqual(upTo(app.client.lastSeq));
    expect(states).toEqual(['online', 'offline', 'online']);
  });

  it('is taken up by the next client from what the last one kept, the answer from its start', async () => {
    provider.next(saying(ANSWER));
    const session = await desk.newSession();
    let kept: number | null = null;
    const storage: ResumeStorage = { load: () => kept, save: (lastSeq) => (kept = lastSeq) };
    const before = new Application(session, { storage });
    await before.client.send(QUESTION).response();
    const afterFirst = kept;
    const goOn = answerInTwoParts();
    const sent = before.client.send(QUESTION, { clientMessageId: 'asked' });
    await until(() => before.text.text === PIECES[0]);
    before.client.close();
    await expect(sent.response()).rejects.toMatchObject({ code: 'client_closed' });
    expect(kept).toBe(afterFirst);

    const after = new Application(session, { storage });
    await until(() => after.text.text === PIECES[0]);
    const again = after.client.send(QUESTION, { clientMessageId: 'asked' });
    goOn();
    expect((await again.response())?.message).toBe(ANSWER);
    expect(after.events[0]).toMatchObject({ type: 'start', messages: [{ clientMessageId: 'asked' }] });
    expect(kept).toBe(after.client.lastSeq);
    expect((await history(session)).map(({ role }) => role)).toEqual(['customer', 'agent', 'customer', 'agent']);
  });

  it('ends in a reset when the desk can no longer tell what was missed', async () => {
    provider.next(saying(ANSWER));
    const session = await desk.newSession();
    const first = new Application(session);
    await first.client.send(QUESTION).response();
    // What it has seen, nobody else remembers: as after a loss of everything that was not on record.
    const app = new Application(session, { lastSeq: first.client.lastSeq + 100 });
    const resets: number[] = [];
    app.client.on('reset', ({ lastSeq }) => resets.push(lastSeq));
    provider.next(saying('Use the link on the sign-in page.'));
    const sent = app.client.send('How do I reset my password?');
    expect((await sent.response())?.message).toContain('sign-in page');
    expect(resets).toHaveLength(1);
    expect(app.numbers).toEqual(upTo(app.client.lastSeq).slice(resets[0]));
  });
});

describe('a person', () => {
  it('takes over, is read and heard, and gives back', async () => {
    const session = await desk.newSession();
    const app = new Application(session);
    const handoff = await app.client.requestPerson({ note: 'It is urgent.' });
    const person = new ConsoleClient({ url: desk.url, apiKey: desk.adminKey, name: 'Ada' }).connect();
    onCleanUp(async () => {
      person.close();
    });
    const read: string[] = [];
    person.on('message.created', ({ message }) => read.push(`${message.role}: ${message.message}`));
    const heard: string[] = [];
    app.client.on('typing', ({ who, name, on }) => heard.push(`${who} ${name ?? ''} ${String(on)}`));
    person.on('typing', ({ who, on }) => heard.push(`${who} ${String(on)}`));
    await person.watch(session.sessionId);
    const { ticket } = await person.claim(handoff.ticketId);
    expect(ticket).toMatchObject({ number: handoff.number, assignee: { name: 'Ada' } });

    await expect(app.client.send('Are you there?').response()).resolves.toBeNull();
    app.client.typing(true);
    await until(() => heard.includes('customer true'));
    person.typing(session.sessionId, true);
    await until(() => heard.includes('human Ada true'));
    await person.send(session.sessionId, 'Yes, I am Ada.');
    const isAda = (event: SessionEvent): event is MessageCreatedEvent =>
      event.type === 'message.created' && event.message.role === 'human';
    await until(() => app.events.some(isAda));
    expect(app.events.find(isAda)?.message).toMatchObject({ message: 'Yes, I am Ada.', authorName: 'Ada' });
    await until(() => read.length >= 2);
    expect(read).toEqual(expect.arrayContaining(['customer: Are you there?', 'human: Yes, I am Ada.']));

    await person.release(handoff.ticketId, { status: 'solved' });
    provider.next(saying(ANSWER));
    expect((await app.client.send(QUESTION).response())?.message).toBe(ANSWER);
    const isHandoff = (event: SessionEvent): event is HandoffUpdatedEvent => event.type === 'handoff.updated';
    const states = app.events.filter(isHandoff).map((event) => event.handoff);
    expect(states.some(({ agentName }) => agentName === 'Ada')).toBe(true);
    expect(states.at(-1)?.state).toBe('returned');
    expect(app.numbers).toEqual(upTo(app.client.lastSeq));
  });
});

describe('a token', () => {
  it('that runs out is asked for again; one that cannot be had again ends the client', async () => {
    const clock = new FakeClock(Date.now());
    const hour = { SESSION_ABSOLUTE_TIMEOUT_SECONDS: '7200', SESSION_TIMEOUT_SECONDS: '7000' };
    const other = await startTestApp({ ...hour, clock });
    const { sessionId, token } = await other.newSession();
    const ended = new ChatClient({ url: other.url, token }).connect();
    const given: string[] = [];
    const renewed = new ChatClient({
      url: other.url,
      token: () => {
        given.push(token);
        return token;
      },
      sessionId,
    }).connect();
    onCleanUp(async () => {
      ended.close();
      renewed.close();
    });
    const problems: string[] = [];
    ended.on('problem', ({ code }) => problems.push(code));
    renewed.on('problem', ({ code }) => problems.push(code));
    await until(() => ended.state === 'online' && renewed.state === 'online');
    clock.advance(7_300_000);
    await until(() => ended.state === 'closed' && renewed.state === 'closed');
    expect(problems).toEqual(['session_expired', 'session_expired']);
    expect(given).toHaveLength(3);
  });
});
