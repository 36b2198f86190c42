import { expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { loadConfig } from '../../src/config/app-config.js';
import { Conversations } from '../../src/conversation/conversations.js';
import { Memories } from '../../src/conversation/memories.js';
import { MemoryCleanUp } from '../../src/conversation/memory-clean-up.js';
import { TurnLog } from '../../src/conversation/turn-log.js';
import { type JobDefinition } from '../../src/jobs/job-definition.js';
import { Jobs } from '../../src/jobs/jobs.js';
import { newSessionId } from '../../src/session/session-id.js';
import { describeOnEachDatabase } from '../support/databases.js';
import { FakeClock } from '../support/fake-clock.js';
import { RESULT } from '../support/turn-result.js';

const DAY_MS = 86_400_000;

describeOnEachDatabase('MemoryCleanUp', (open) => {
  it('removes what is past its time, however much, and nothing else', async () => {
    const database = open();
    const clock = new FakeClock();
    const sessionId = newSessionId();
    const at = clock.date();
    const conversation = { sessionId, threadId: 'thr_1', userId: null, userVerified: false, metadata: {}, at };
    await new Conversations(database).create(conversation);
    const turns = new TurnLog(database);
    const remember = async (count: number, name: string): Promise<void> => {
      const turnId = newId('turn');
      const begun = await turns.begin({
        ...{ sessionId, turnId, messageId: newId('msg'), message: name, clientMessageId: null, bodyHash: name },
        ...{ attachmentIds: [], resumes: null, durable: false, memoryHalfLifeMs: DAY_MS, at: clock.date() },
      });
      if (begun.status !== 'begun') throw new Error(begun.status);
      const { epoch, messageCount, messageId } = begun.turn;
      const values = Array.from({ length: count }, (_, n) => `${name} ${n}`);
      await turns.commit({
        ...{ sessionId, turnId, epoch, messageCount, customerMessageId: messageId, replyMessageId: newId('msg') },
        ...{ reply: 'ok', citations: [], decision: 'answer', result: RESULT, summary: null, ticket: null },
        memories: values.map((value) => ({
          ...{ memoryId: newId('mem'), type: 'fact' as const, kind: 'reference_number', value, importance: 0.9 },
        })),
        ...{ pendingMessageIds: [], firstEventSeq: 1, lastEventSeq: 4, unprojected: false, at: clock.date() },
      });
    };
    await remember(2_345, 'old');
    clock.advance(10 * DAY_MS);
    await remember(3, 'new');
    clock.advance(DAY_MS);
    let job: JobDefinition | undefined;
    const jobs = new Jobs(database, { warn: () => undefined });
    jobs.define = (definition) => {
      job = definition as unknown as JobDefinition;
    };
    const memories = new Memories(database);
    new MemoryCleanUp(memories, jobs, clock, loadConfig({ MEMORY_RETENTION_DAYS: '7' })).onModuleInit();
    expect(job).toMatchObject({ cron: expect.stringMatching(/^\d+ \d+ \* \* \*$/), oneAtATime: true });
    await job?.handler({}, { signal: new AbortController().signal });
    expect((await memories.list(sessionId)).map(({ value }) => value).sort()).toEqual(['new 0', 'new 1', 'new 2']);
  });

  it('does nothing at all when memories are kept as long as the conversation', () => {
    const jobs = new Jobs(open(), { warn: () => undefined });
    jobs.define = () => {
      throw new Error('defined');
    };
    const keep = loadConfig({ MEMORY_RETENTION_DAYS: '0' });
    new MemoryCleanUp(new Memories(open()), jobs, new FakeClock(), keep).onModuleInit();
  });
});
