import { type SessionEvent } from '@frontdesk/client';
import { beforeEach, expect, it } from '@jest/globals';
import { type TurnRequest } from '../../src/agent/turn/turn-request.js';
import { SystemClock } from '../../src/common/clock.js';
import { Conversations } from '../../src/conversation/conversations.js';
import { Messages } from '../../src/conversation/messages.js';
import { newSessionId } from '../../src/session/session-id.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { deskInstance, type DeskInstance } from '../support/desk-instance.js';
import { turnRecorder } from '../support/turn-recorder.js';
import { until } from '../support/until.js';

const clock = new SystemClock();
const LONG_AGO = new Date(Date.now() - 60_000);

describeOnEachDatabase('a desk with room for one turn', (open) => {
  let sessionId: string;
  let desk: DeskInstance;
  let running: Promise<SessionEvent[]>;
  /** Lets the running turn end. */
  let answer: () => void;

  const newSession = async (): Promise<string> => {
    const id = newSessionId();
    const conversation = { sessionId: id, threadId: 'thr_1', userId: null, userVerified: false, metadata: {} };
    await new Conversations(open()).create({ ...conversation, at: clock.date() });
    return id;
  };
  const said = async (id: string): Promise<string[]> =>
    (await new Messages(open()).list(id, 0, 50)).map(({ role, message }) => `${role}: ${message}`);
  const request = (id: string, more: Partial<TurnRequest> = {}): TurnRequest => ({
    ...{ sessionId: id, message: 'And on Sundays?', attachmentIds: [], clientMessageId: 'c-2' },
    ...{ onBusy: 'queue', requestId: 'req_2', ...more },
  });

  beforeEach(async () => {
    sessionId = await newSession();
    const variables = { AGENT_MAX_CONCURRENT_TURNS: '1' };
    desk = deskInstance(open(), { sessionId: () => sessionId, variables });
    const gate = Promise.withResolvers<undefined>();
    answer = () => {
      gate.resolve(undefined);
    };
    const reached = desk.answerer.waitFor(gate.promise);
    running = desk.ask('Hello!');
    await reached;
  });

  it('leaves the answer that is being made alone when it refuses the message that should have cut it', async () => {
    await expect(desk.agent.answer(request(sessionId, { onBusy: 'interrupt' }))).rejects.toMatchObject({
      ...{ code: 'overloaded', kind: 'unavailable', retryable: true, retryAfterSeconds: expect.any(Number) },
    });
    answer();
    expect((await running).at(-1)).toMatchObject({ type: 'complete' });
    expect(await said(sessionId)).toEqual(['customer: Hello!', expect.stringContaining('agent: ')]);
  });

  it('refuses before it looks at anything, whatever way a message comes', async () => {
    const elsewhere = request('opened-by-nobody');
    await expect(desk.agent.accept(elsewhere)).rejects.toMatchObject({ code: 'overloaded' });
    await expect(desk.agent.turn(elsewhere).next()).rejects.toMatchObject({ code: 'overloaded' });
    answer();
    await running;
    await expect(desk.agent.accept(elsewhere)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('takes over a turn that was lost all the same: its message is stored', async () => {
    const lost = await newSession();
    await turnRecorder(open(), lost, LONG_AGO).begun('When do you open?', null);
    expect(await desk.rescue.look(1000)).toBeGreaterThanOrEqual(1);
    await until(async () => (await said(lost)).length === 2);
    answer();
    await running;
  });
});
