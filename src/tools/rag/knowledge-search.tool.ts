import { type KnowledgeSearch } from '../../knowledge/knowledge-search.js';
import { type Passage } from '../../knowledge/passage.js';
import { type KnowledgeQuery } from '../contract/tool-inputs.js';
import { type Tool, type ToolContext } from '../contract/tool.js';

/** Passages of the company's own pages for a question, best first, with calibrated scores. Throws what the search throws. */
export class KnowledgeSearchTool implements Tool<KnowledgeQuery, readonly Passage[]> {
  readonly name = 'knowledge_search';
  readonly group = 'rag';
  readonly description = "Searches the company's help pages for passages that answer a customer's question.";

  constructor(private readonly search: Pick<KnowledgeSearch, 'search'>) {}

  async run(input: KnowledgeQuery, context: ToolContext): Promise<readonly Passage[]> {
    return this.search.search({ ...input, signal: context.signal });
  }
}
