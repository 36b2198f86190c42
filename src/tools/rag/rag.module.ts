import { Module } from '@nestjs/common';
import { KnowledgeModule } from '../../knowledge/knowledge.module.js';
import { KnowledgeSearch } from '../../knowledge/knowledge-search.js';
import { KNOWLEDGE_SEARCH_TOOL } from '../contract/tool-tokens.js';
import { type ToolFolder } from '../contract/tool-folder.js';
import { KnowledgeSearchTool } from './knowledge-search.tool.js';

/** The knowledge search as a tool. */
@Module({
  imports: [KnowledgeModule],
  providers: [
    {
      provide: KNOWLEDGE_SEARCH_TOOL,
      inject: [KnowledgeSearch],
      useFactory: (search: KnowledgeSearch): KnowledgeSearchTool => new KnowledgeSearchTool(search),
    },
  ],
  exports: [KNOWLEDGE_SEARCH_TOOL],
})
class RagModule {}

export const rag: ToolFolder = { module: RagModule, tools: [KNOWLEDGE_SEARCH_TOOL] };
