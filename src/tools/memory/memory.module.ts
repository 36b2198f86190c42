import { Module } from '@nestjs/common';
import { FACT_EXTRACTION_TOOL } from '../contract/tool-tokens.js';
import { FactExtractionTool } from './fact-extraction.tool.js';

/** What customers tell about themselves, as a tool. */
@Module({
  providers: [{ provide: FACT_EXTRACTION_TOOL, useFactory: (): FactExtractionTool => new FactExtractionTool() }],
  exports: [FACT_EXTRACTION_TOOL],
})
export class MemoryModule {}
