import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type Sql, type SqlStatement } from '../database/sql.js';
import { ConversationBusy } from '../session/session.errors.js';
import { type BeginTurn, beginTurn, type BeginTurnOutcome } from './begin-turn.js';
import { type CommitTurn, commitTurn, endTurn } from './commit-turn.js';
import { type CompletedTurn } from './turn-record.js';

/** Every attempt that fails is somebody else's that succeeded, and a lease keeps all but a few away. */
const MOST_BEGINS = 10;

const RUNNING: SqlStatement = {
  name: 'turn_running',
  text: `SELECT turn_id FROM turns WHERE session_id = $1 AND status = 'processing' LIMIT 1`,
};

const STATE: SqlStatement = {
  name: 'conversation_state',
  text: `SELECT handler, last_event_seq AS "lastEventSeq" FROM conversations WHERE session_id = $1`,
};

interface State {
  readonly handler: string;
  readonly lastEventSeq: number;
}

/** The durable side of a turn: opened once, committed once, by the holder of the epoch only. */
@Injectable()
export class TurnLog {
  constructor(@Inject(Database) private readonly sql: Sql) {}

  /** Opens a turn, see `beginTurn`. @throws ConversationBusy when others change the conversation again and again */
  async begin(turn: BeginTurn): Promise<BeginTurnOutcome> {
    for (let attempt = 1; attempt <= MOST_BEGINS; attempt += 1) {
      const outcome = await beginTurn(this.sql, turn);
      if (outcome.status !== 'outrun') return outcome;
    }
    throw new ConversationBusy('Too much happens in this conversation at once; send the message again.');
  }

  /** Commits a turn, see `commitTurn`; undefined when it was superseded. */
  commit(turn: CommitTurn): Promise<CompletedTurn | undefined> {
    return commitTurn(this.sql, turn);
  }

  /** Records that a turn ended without a reply, see `endTurn`; false when it was outrun. */
  end(turn: Parameters<typeof endTurn>[1]): Promise<boolean> {
    return endTurn(this.sql, turn);
  }

  /** Whether a turn of the session is open, wherever it runs. */
  async isRunning(sessionId: string): Promise<boolean> {
    return (await this.sql.query(RUNNING, [sessionId])).length > 0;
  }

  /** Whether a person has the conversation. */
  async isWithHuman(sessionId: string): Promise<boolean> {
    return (await this.state(sessionId))?.handler === 'human';
  }

  /** Number of the last event on record. */
  async lastEventSeq(sessionId: string): Promise<number> {
    return (await this.state(sessionId))?.lastEventSeq ?? 0;
  }

  private async state(sessionId: string): Promise<State | undefined> {
    const [state] = await this.sql.query<State>(STATE, [sessionId]);
    return state;
  }
}
