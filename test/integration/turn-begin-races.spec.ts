import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { type BeginTurnOutcome } from '../../src/conversation/begin-turn.js';
import { Conversations } from '../../src/conversation/conversations.js';
import { Messages } from '../../src/conversation/messages.js';
import { TurnLog } from '../../src/conversation/turn-log.js';
import { type Database } from '../../src/database/database.js';
import { type Sql } from '../../src/database/sql.js';
import { openTestDatabase } from '../support/databases.js';
import { type TurnRecorder, turnRecorder } from '../support/turn-recorder.js';
import { until } from '../support/until.js';

const WAITING = {
  name: 'test_waiting',
  text: `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
};

/** Only a server has the second connection that such a race takes. */
describe('a turn that begins while another one ends', () => {
  const at = new Date('2026-01-02T03:04:05Z');
  let database: Database;
  let turns: TurnRecorder;
  let sessionId: string;

  beforeAll(async () => {
    ({ database } = await openTestDatabase('postgres'));
  });
  beforeEach(async () => {
    sessionId = newId('thr');
    const conversation = { sessionId, threadId: 'thr_1', userId: null, userVerified: false, metadata: {}, at };
    await new Conversations(database).create(conversation);
    turns = turnRecorder(database, sessionId, at);
  });

  /** What becomes of a message that is sent when `work` has locked the conversation, and before it is committed. */
  async function beginDuring(
    work: (sql: Sql) => Promise<unknown>,
    ...sent: Parameters<TurnRecorder['begin']>
  ): Promise<BeginTurnOutcome> {
    let begin: Promise<BeginTurnOutcome> | undefined;
    await database.transaction(async (sql) => {
      await work(sql);
      begin = turns.begin(...sent);
      await until(async () => (await database.query(WAITING)).length === 1);
    });
    if (!begin) throw new Error('nothing was begun');
    return begin;
  }

  it('is told the answer that was committed meanwhile, and gives no second one', async () => {
    const first = await turns.begun('hello', 'c1');
    const again = await beginDuring((sql) => turnRecorder(sql, sessionId, at).commit(first), 'hello', 'c1');
    expect(again).toMatchObject({ status: 'answered', turn: { turnId: first.turnId, reply: 'the reply' } });
    const messages = await new Messages(database).list(sessionId, 0, 10);
    expect(messages.map(({ message }) => message)).toEqual(['hello', 'the reply']);
  });

  it('reads the reply that was committed meanwhile', async () => {
    const first = await turns.begun('hello');
    const next = await beginDuring((sql) => turnRecorder(sql, sessionId, at).commit(first), 'and now?');
    expect(next).toMatchObject({
      status: 'begun',
      turn: {
        ...{ epoch: 2, messageSeq: 3, lastEventSeq: 4, unfinishedBefore: false },
        history: [{ text: 'hello' }, { text: 'the reply' }],
      },
    });
  });

  it('answers the message whose turn was interrupted meanwhile as well', async () => {
    const first = await turns.begun('hello');
    const end = (sql: Sql): Promise<boolean> =>
      new TurnLog(sql).end({
        ...{ sessionId, turnId: first.turnId, status: 'cancelled', errorCode: 'turn_interrupted' },
        ...{ firstEventSeq: 1, lastEventSeq: 3, at },
      });
    const next = await beginDuring(end, 'and now?');
    expect(next).toMatchObject({ status: 'begun', turn: { lastEventSeq: 3, pending: [{ message: 'hello' }] } });
  });

  it('is another turn than the one that another instance began in the same instant', async () => {
    const begin = (sql: Sql): Promise<unknown> => turnRecorder(sql, sessionId, at).begun('hello', 'c1');
    const again = await beginDuring(begin, 'hello', 'c1');
    expect(again).toMatchObject({ status: 'begun', turn: { epoch: 2, messageSeq: 1, unfinishedBefore: true } });
  });
});
