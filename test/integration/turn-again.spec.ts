import { beforeEach, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { Conversations } from '../../src/conversation/conversations.js';
import { Messages } from '../../src/conversation/messages.js';
import { TurnLog } from '../../src/conversation/turn-log.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { DAY_MS, turnRecorder, type TurnRecorder } from '../support/turn-recorder.js';

const at = new Date('2026-01-02T03:04:05Z');

describeOnEachDatabase('TurnLog, for messages whose turn was cut', (open) => {
  let turns: TurnLog;
  let messages: Messages;
  let sessionId: string;

  beforeEach(async () => {
    turns = new TurnLog(open());
    messages = new Messages(open());
    sessionId = newId('thr');
    const conversation = { sessionId, threadId: 'thr_1', userId: null, userVerified: false, metadata: {}, at };
    await new Conversations(open()).create(conversation);
  });

  const recorder = (): TurnRecorder => turnRecorder(open(), sessionId, at);
  const begin: TurnRecorder['begin'] = (...sent) => recorder().begin(...sent);
  const begun: TurnRecorder['begun'] = (...sent) => recorder().begun(...sent);
  const commit: TurnRecorder['commit'] = (...ended) => recorder().commit(...ended);

  it('answers messages whose turns were interrupted together with the next one, and each of them gets that answer', async () => {
    const interrupt = async (message: string, id: string): Promise<void> => {
      const { turnId } = await begun(message, id);
      await turns.end({
        ...{ sessionId, turnId, status: 'cancelled', errorCode: 'turn_interrupted', at },
        ...{ firstEventSeq: 1, lastEventSeq: 2 },
      });
    };
    await interrupt('my parcel', 'id-1');
    await interrupt('is late', 'id-2');
    const last = await begun('number AB-1', 'id-3');
    expect(last.pending.map(({ message, seq }) => [message, seq])).toEqual([
      ['my parcel', 1],
      ['is late', 2],
    ]);
    expect(last.history).toEqual([]);
    const pendingMessageIds = last.pending.map(({ messageId }) => messageId);
    const committed = await commit(last, { pendingMessageIds, reply: 'all of it' });
    expect(committed?.reply).toBe('all of it');
    for (const id of ['id-1', 'id-2', 'id-3']) {
      const text = { 'id-1': 'my parcel', 'id-2': 'is late', 'id-3': 'number AB-1' }[id] ?? '';
      expect(await begin(text, id)).toMatchObject({ status: 'answered', turn: { reply: 'all of it' } });
    }
    expect((await begun('thanks')).pending).toEqual([]);
  });

  it('takes up a stored message whose turn was lost, without storing it again', async () => {
    const lost = await begun('hello', 'id-1');
    const again = await turns.begin({
      ...{ sessionId, turnId: newId('turn'), messageId: newId('msg'), message: 'hello', clientMessageId: null },
      ...{
        bodyHash: 'anything',
        attachmentIds: [],
        resumes: lost.messageId,
        durable: true,
        memoryHalfLifeMs: DAY_MS,
        at,
      },
    });
    expect(again).toMatchObject({
      status: 'begun',
      turn: {
        messageId: lost.messageId,
        messageSeq: 1,
        messageCount: 1,
        clientMessageId: 'id-1',
        unfinishedBefore: true,
      },
    });
    expect(await messages.list(sessionId, 0, 10)).toHaveLength(1);
    expect(await commit(lost)).toBeUndefined();
  });
});
