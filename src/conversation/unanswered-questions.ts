import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';

/** Questions with the same words that the help pages could not answer. */
export interface UnansweredQuestion {
  /** The latest wording. */
  readonly question: string;
  readonly count: number;
  readonly firstAskedAt: Date;
  readonly lastAskedAt: Date;
}

/** Grouped by letters and digits alone: "Refund?" and "refund" are one question. Bounded by the index on abstained turns. */
const LIST: SqlStatement = {
  name: 'unanswered_list',
  text: `
    WITH abstained AS (
      SELECT m.content, t.ended_at, trim(regexp_replace(lower(m.content), '[^[:alnum:]]+', ' ', 'g')) AS wording
      FROM turns t JOIN messages m ON m.message_id = t.customer_message_id
      WHERE t.decision = 'abstain' ORDER BY t.ended_at DESC LIMIT 10000
    )
    SELECT (array_agg(content ORDER BY ended_at DESC))[1] AS question, count(*)::int AS count,
      min(ended_at) AS "firstAskedAt", max(ended_at) AS "lastAskedAt"
    FROM abstained GROUP BY wording ORDER BY count DESC, "lastAskedAt" DESC LIMIT $1`,
};

/** What customers asked and nobody could answer: the list of help pages to write next. */
@Injectable()
export class UnansweredQuestions {
  constructor(private readonly database: Database) {}

  /** Most asked first, from the latest 10,000 abstentions. */
  list(limit: number): Promise<UnansweredQuestion[]> {
    return this.database.query<UnansweredQuestion>(LIST, [limit]);
  }
}
