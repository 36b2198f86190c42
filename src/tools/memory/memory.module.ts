import { Module } from '@nestjs/common';
import { type ToolFolder } from '../contract/tool-folder.js';
import { FACT_EXTRACTION_TOOL, RECOLLECTION_TOOL, SUMMARY_TOOL } from '../contract/tool-tokens.js';
import { ConversationSummaryTool } from './conversation-summary.tool.js';
import { FactExtractionTool } from './fact-extraction.tool.js';
import { RecollectionTool } from './recollection.tool.js';

/** What customers tell about themselves, as tools. */
@Module({
  providers: [
    { provide: FACT_EXTRACTION_TOOL, useFactory: (): FactExtractionTool => new FactExtractionTool() },
    { provide: RECOLLECTION_TOOL, useFactory: (): RecollectionTool => new RecollectionTool() },
    { provide: SUMMARY_TOOL, useFactory: (): ConversationSummaryTool => new ConversationSummaryTool() },
  ],
  exports: [FACT_EXTRACTION_TOOL, RECOLLECTION_TOOL, SUMMARY_TOOL],
})
class MemoryModule {}

export const memory: ToolFolder = {
  module: MemoryModule,
  tools: [FACT_EXTRACTION_TOOL, RECOLLECTION_TOOL, SUMMARY_TOOL],
};
