import { type SessionEvent } from '@frontdesk/client';
import { beforeEach, expect, it } from '@jest/globals';
import { SystemClock } from '../../src/common/clock.js';
import { Conversations } from '../../src/conversation/conversations.js';
import { Messages } from '../../src/conversation/messages.js';
import { type SqlStatement } from '../../src/database/sql.js';
import { KnowledgeDocuments } from '../../src/knowledge/knowledge-documents.js';
import { newSessionId } from '../../src/session/session-id.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { deskInstance, type DeskInstance } from '../support/desk-instance.js';
import { turnRecorder } from '../support/turn-recorder.js';
import { until } from '../support/until.js';

const clock = new SystemClock();
const LONG_AGO = new Date(Date.now() - 60_000);
const NEVER = new Promise<never>(() => undefined);

const TAKE: SqlStatement = {
  name: 'test_take_over',
  text: `UPDATE conversations SET handler = 'human', epoch = epoch + 1 WHERE session_id = $1`,
};
const STATES: SqlStatement = {
  name: 'test_turn_states',
  text: `SELECT status, error_code AS "errorCode" FROM turns WHERE session_id = $1 ORDER BY epoch`,
};

describeOnEachDatabase('turns that were lost', (open) => {
  let sessionId: string;
  let desk: DeskInstance;

  beforeEach(async () => {
    sessionId = newSessionId();
    const conversation = { sessionId, threadId: 'thr_1', userId: null, userVerified: false, metadata: {} };
    await new Conversations(open()).create({ ...conversation, at: clock.date() });
    await new KnowledgeDocuments(open(), clock).add({ title: 'Opening hours', text: 'We open at nine on weekdays.' });
    desk = deskInstance(open(), { sessionId: () => sessionId });
    // What the test before left.
    await open().query({ name: 'test_forget_turns', text: `DELETE FROM turns` });
  });

  const said = async (): Promise<string[]> =>
    (await new Messages(open()).list(sessionId, 0, 50)).map(({ role, message }) => `${role}: ${message}`);
  /** A turn whose process died: its message is stored, and nobody holds the session. */
  const lose = (message: string, clientMessageId: string | null = null) =>
    turnRecorder(open(), sessionId, LONG_AGO).begun(message, clientMessageId);
  const answered = (count: number) =>
    until(async () => (await said()).filter((line) => line.startsWith('agent')).length === count);

  it('are taken over: the stored message is answered, once, and its sender gets that answer', async () => {
    await lose('When do you open?', 'c-1');
    expect(await desk.rescue.look(1000)).toBe(1);
    await answered(1);
    expect(await said()).toEqual(['customer: When do you open?', expect.stringContaining('agent: ')]);
    const again = await turnRecorder(open(), sessionId, clock.date()).begin('When do you open?', 'c-1');
    expect(again).toMatchObject({ status: 'answered', turn: { reply: expect.stringContaining('nine') } });
    expect(await desk.rescue.look(1000)).toBe(0);
    expect(await said()).toHaveLength(2);
  });

  it('are left to a holder that lives, and to one who came first', async () => {
    const reached = desk.answerer.waitFor(NEVER);
    const running = desk.ask('When do you open?', 'c-1');
    await reached;
    await open().query({ name: 'test_age_turns', text: `UPDATE turns SET started_at = $1` }, [LONG_AGO]);
    expect(await desk.rescue.look(1000)).toBe(0);
    await desk.agent.stop(sessionId);
    expect((await running).at(-1)).toMatchObject({ type: 'error', error: { code: 'turn_stopped' } });
    expect(await desk.rescue.look(1000)).toBe(0);
  });

  it('are given up when they were lost again and again, and the customer is told', async () => {
    for (let n = 0; n < 4; n += 1) await lose('poison', 'c-1');
    expect(await desk.rescue.look(1000)).toBe(0);
    const states = await open().query<{ status: string; errorCode: string | null }>(STATES, [sessionId]);
    expect(states.at(-1)).toEqual({ status: 'failed', errorCode: 'turn_failed' });
    expect(desk.warnings).toContain('turn_failed');
    expect(await said()).toEqual(['customer: poison']);
  });

  it('are no matter of ours when a person has taken over', async () => {
    await lose('When do you open?');
    await open().query(TAKE, [sessionId]);
    expect(await desk.rescue.look(1000)).toBe(0);
  });

  it('wait for the store while it is away, but not for ever', async () => {
    await lose('When do you open?');
    desk.outage.away = true;
    expect(await desk.rescue.look(3_600_000)).toBe(0);
    const later = deskInstance(open(), { sessionId: () => sessionId });
    later.outage.away = true;
    expect(await later.rescue.look(1000)).toBe(1);
    await answered(1);
  });

  it('are answered too when they were cut for a message that never came', async () => {
    const reached = desk.answerer.waitFor(NEVER);
    const running = desk.ask('When do you open?', 'c-1');
    await reached;
    desk.running.cut(sessionId, 'interrupt');
    const events: SessionEvent[] = await running;
    expect(events.at(-1)).toMatchObject({ type: 'error', error: { code: 'turn_interrupted', retryable: true } });
    await open().query({ name: 'test_age_ended', text: `UPDATE turns SET ended_at = $1` }, [LONG_AGO]);
    expect(await desk.rescue.look(1000)).toBe(1);
    await answered(1);
    expect(await said()).toHaveLength(2);
  });
});
