import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult } from '@nestjs/terminus';
import { KnowledgeHealth } from '../knowledge/knowledge.health.js';
import { LlmHealth } from '../llm/llm.health.js';
import { ToolsHealth } from '../tools/contract/tools.health.js';

/** The parts without which the desk answers worse, but answers. */
@Injectable()
export class HealthDetails {
  constructor(
    private readonly llm: LlmHealth,
    private readonly tools: ToolsHealth,
    private readonly knowledge: KnowledgeHealth,
  ) {}

  /** Who words answers; part of the desk's mode. */
  languageModels(): HealthIndicatorResult {
    return this.llm.check();
  }

  async check(): Promise<HealthIndicatorResult> {
    return { ...this.tools.check(), ...(await this.knowledge.check()) };
  }
}
