import { newId } from '../../src/common/ids.js';
import { type BeginTurnOutcome, type BegunTurn } from '../../src/conversation/begin-turn.js';
import { type CommitTurn, type NewMemory } from '../../src/conversation/commit-turn.js';
import { TurnLog } from '../../src/conversation/turn-log.js';
import { type CompletedTurn } from '../../src/conversation/turn-record.js';
import { type Sql } from '../../src/database/sql.js';
import { RESULT } from './turn-result.js';

export const DAY_MS = 86_400_000;

/** An open turn with its own id. */
type OpenTurn = BegunTurn & { readonly turnId: string };

/** Writes turns of one session as the agent does, with as little as a test has to say. */
export interface TurnRecorder {
  begin(message: string, clientMessageId?: string | null, attachmentIds?: readonly string[]): Promise<BeginTurnOutcome>;
  begun(message: string, clientMessageId?: string | null): Promise<OpenTurn>;
  commit(turn: OpenTurn, change?: Partial<CommitTurn>): Promise<CompletedTurn | undefined>;
}

export function turnRecorder(sql: Sql, sessionId: string, at: Date): TurnRecorder {
  const turns = new TurnLog(sql);
  const open = (turnId: string, message: string, clientMessageId: string | null, attachmentIds: readonly string[]) =>
    turns.begin({
      ...{ sessionId, turnId, messageId: newId('msg'), message, clientMessageId, bodyHash: message },
      ...{ attachmentIds, resumes: null, durable: false, memoryHalfLifeMs: DAY_MS, at },
    });
  return {
    begin: (message, clientMessageId = null, attachmentIds = []) =>
      open(newId('turn'), message, clientMessageId, attachmentIds),
    begun: async (message, clientMessageId = null) => {
      const turnId = newId('turn');
      const outcome = await open(turnId, message, clientMessageId, []);
      if (outcome.status !== 'begun') throw new Error(`not begun: ${outcome.status}`);
      return { ...outcome.turn, turnId };
    },
    commit: ({ turnId, epoch, messageId, messageCount }, change = {}) =>
      turns.commit({
        ...{ sessionId, turnId, epoch, messageCount, customerMessageId: messageId, replyMessageId: newId('msg') },
        ...{ reply: 'the reply', citations: [], decision: 'answer', result: RESULT, memories: [], summary: null },
        ...{ ticket: null, pendingMessageIds: [], firstEventSeq: 1, lastEventSeq: 4, unprojected: false, at },
        ...change,
      }),
  };
}

/** A fact to remember. */
export function fact(kind: string, value: string): NewMemory {
  return { memoryId: newId('mem'), type: 'fact', kind, value, importance: 0.9 };
}
