import { beforeEach, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { type NewMemory } from '../../src/conversation/commit-turn.js';
import { Conversations } from '../../src/conversation/conversations.js';
import { Memories } from '../../src/conversation/memories.js';
import { TurnLog } from '../../src/conversation/turn-log.js';
import { type Database } from '../../src/database/database.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { DAY_MS, fact, type TurnRecorder, turnRecorder } from '../support/turn-recorder.js';

describeOnEachDatabase('what a turn remembers', (open) => {
  let database: Database;
  let turns: TurnLog;
  let conversations: Conversations;
  let sessionId: string;
  const at = new Date('2026-01-02T03:04:05Z');

  beforeEach(async () => {
    database = open();
    turns = new TurnLog(database);
    conversations = new Conversations(database);
    sessionId = newId('thr');
    await create(sessionId);
  });

  const create = (id: string): Promise<boolean> =>
    conversations.create({ sessionId: id, threadId: 'thr_1', userId: null, userVerified: false, metadata: {}, at });

  const recorder = (): TurnRecorder => turnRecorder(database, sessionId, at);
  const begun: TurnRecorder['begun'] = (...sent) => recorder().begun(...sent);
  const commit: TurnRecorder['commit'] = (...ended) => recorder().commit(...ended);

  it('remembers once, tells the weightiest first as they age, and keeps facts apart', async () => {
    const told = (value: string, importance: number): NewMemory => ({
      ...{ memoryId: newId('mem'), type: 'context', kind: 'situation', value, importance },
    });
    const first = await begun('first');
    await commit(first, { memories: [told('old and weighty', 0.8), told('old', 0.4), fact('email', 'a@b.example')] });
    const twoDaysLater = new Date(at.getTime() + 2 * DAY_MS);
    await commit(await begun('second'), { memories: [told('new', 0.4), told('old', 0.9)], at: twoDaysLater });
    const outcome = await turns.begin({
      ...{ sessionId, turnId: newId('turn'), messageId: newId('msg'), message: 'third', clientMessageId: null },
      ...{
        bodyHash: 'third',
        attachmentIds: [],
        resumes: null,
        durable: false,
        memoryHalfLifeMs: DAY_MS,
        at: twoDaysLater,
      },
    });
    expect(outcome).toMatchObject({
      turn: {
        facts: [{ kind: 'email', value: 'a@b.example' }],
        recollections: ['new', 'old and weighty', 'old'].map((value) => ({
          type: 'context',
          kind: 'situation',
          value,
        })),
      },
    });
    const memories = new Memories(database);
    expect(await memories.list(sessionId, 'fact')).toMatchObject([
      { value: 'a@b.example', messageId: first.messageId },
    ]);
    expect(await memories.list(sessionId)).toHaveLength(4);
  });

  it('hands over what falls out of the window until a summary covers it, and replaces the summary', async () => {
    for (let n = 1; n <= 9; n += 1) await commit(await begun(`question ${n}`), { reply: `answer ${n}` });
    const short = await begun('question 10');
    expect(short).toMatchObject({ summary: null, messageSeq: 19 });
    expect(short.history).toHaveLength(12);
    await commit(short, { reply: 'answer 10' });
    const long = await begun('question 11');
    expect(long.messageSeq).toBe(21);
    expect(long.history.map(({ text }) => text).slice(0, 2)).toEqual(['question 1', 'answer 1']);
    const summary = { memoryId: newId('mem'), text: 'they asked eight questions', throughSeq: 8 };
    await commit(long, { reply: 'answer 11', summary });
    const next = await begun('question 12');
    expect(next).toMatchObject({ summary: 'they asked eight questions' });
    expect(next.history).toHaveLength(12);
    await commit(next, { summary: { ...summary, memoryId: newId('mem'), text: 'and more', throughSeq: 10 } });
    expect(await new Memories(database).list(sessionId, 'summary')).toMatchObject([{ value: 'and more' }]);
  });

  it('forgets for good: neither a turn that runs meanwhile nor a later summary brings anything back', async () => {
    const memories = new Memories(database);
    for (let n = 1; n <= 10; n += 1) await commit(await begun(`question ${n}`));
    const running = await begun('my number is 4711');
    await memories.forget(sessionId);
    const summary = { memoryId: newId('mem'), text: 'a summary', throughSeq: 8 };
    await commit(running, { memories: [fact('order_number', '4711')], summary });
    expect(await memories.list(sessionId)).toEqual([]);
    const next = await begun('and now?');
    expect(next.history).toHaveLength(12);
    await commit(next, { memories: [fact('email', 'a@b.example'), fact('phone', '123456')] });
    const email = (await memories.list(sessionId)).find(({ kind }) => kind === 'email');
    expect(await memories.forgetOne(sessionId, email?.memoryId ?? '')).toBe(true);
    expect(await memories.forgetOne(sessionId, email?.memoryId ?? '')).toBe(false);
    expect(await memories.list(sessionId)).toMatchObject([{ kind: 'phone' }]);
    expect(await memories.cleanUp(at, 10)).toBe(0);
    expect(await memories.cleanUp(new Date(at.getTime() + 1), 1)).toBe(1);
    expect(await memories.cleanUp(new Date(at.getTime() + 1), 1000)).toBeGreaterThan(0);
    expect(await memories.list(sessionId)).toEqual([]);
  });

  it('counts replies in a row that found nothing', async () => {
    const counted = async (decision: 'answer' | 'abstain'): Promise<number> => {
      const turn = await begun('hm');
      await commit(turn, { decision });
      return turn.abstentionsInRow;
    };
    const decisions = ['abstain', 'abstain', 'answer', 'abstain'] as const;
    const counts: number[] = [];
    for (const decision of decisions) counts.push(await counted(decision));
    expect([...counts, (await begun('hm')).abstentionsInRow]).toEqual([0, 1, 2, 0, 1]);
  });
});
