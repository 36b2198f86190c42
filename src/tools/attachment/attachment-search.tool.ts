import { type Sql } from '../../database/sql.js';
import { type Passage } from '../../knowledge/passage.js';
import { searchableText } from '../../knowledge/searchable-text.js';
import { type AttachmentQuery } from '../contract/tool-inputs.js';
import { type Tool, type ToolContext } from '../contract/tool.js';
import { attachmentScore } from './attachment-ranking.js';
import { SEARCH_ATTACHMENTS } from './attachment-search-statement.js';

/** How much of a question is read, in UTF-16 code units. */
const READ = 2_000;

interface Row {
  readonly documentId: string;
  readonly chunkId: string;
  readonly title: string;
  readonly heading: string | null;
  readonly content: string;
  readonly start: number;
  readonly end: number;
  readonly evidence: number;
  readonly attainable: number;
  readonly sent: boolean;
}

/**
 * Passages of the files of the caller's own session, best first, with scores that compare with the knowledge base's. Whose files are
 * searched says the context alone; ids in the input prefer files of that session and open no other. Throws DatabaseUnavailable.
 */
export class AttachmentSearchTool implements Tool<AttachmentQuery, readonly Passage[]> {
  readonly name = 'attachment_search';
  readonly description =
    'Searches the files that the customer sent in this conversation for passages that answer a question.';

  constructor(private readonly sql: Sql) {}

  async run({ query, attachmentIds }: AttachmentQuery, context: ToolContext): Promise<readonly Passage[]> {
    context.signal.throwIfAborted();
    const { words, grams } = searchableText(query.slice(0, READ));
    const rows = await this.sql.query<Row>(SEARCH_ATTACHMENTS, [context.sessionId, words, grams, attachmentIds]);
    return rows.map(toPassage).sort((one, other) => other.score - one.score);
  }
}

function toPassage({ start, end, evidence, attainable, sent, ...passage }: Row): Passage {
  return {
    ...passage,
    score: attachmentScore(evidence, attainable, sent),
    url: null,
    source: 'attachment',
    metadata: {},
    position: { start, end },
  };
}
