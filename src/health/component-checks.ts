import { Injectable } from '@nestjs/common';
import { type HealthIndicatorResult } from '@nestjs/terminus';
import { DatabaseHealth } from '../database/database.health.js';
import { KnowledgeHealth } from '../knowledge/knowledge.health.js';
import { LlmHealth } from '../llm/llm.health.js';
import { SessionHealth } from '../session/session.health.js';
import { ToolsHealth } from '../tools/contract/tools.health.js';
import { BoundedCheck } from './bounded-check.js';

const SLOW = 'It does not answer in time.';

/** The rooms' own indicators, each asked seldom and never waited for long. */
@Injectable()
export class ComponentChecks {
  private readonly database: BoundedCheck;
  private readonly sessions: BoundedCheck;
  private readonly knowledge: BoundedCheck;

  constructor(
    database: DatabaseHealth,
    sessions: SessionHealth,
    knowledge: KnowledgeHealth,
    private readonly llm: LlmHealth,
    private readonly tools: ToolsHealth,
  ) {
    this.database = new BoundedCheck(() => database.check(), { database: { status: 'down', message: SLOW } });
    this.sessions = new BoundedCheck(() => sessions.check(), {
      sessionStore: { status: 'degraded', connected: false, message: SLOW },
    });
    // Its figures come from the database, whose own check tells that it is slow.
    this.knowledge = new BoundedCheck(() => knowledge.check(), { knowledge: { status: 'up' } });
  }

  /** What decides about the desk's mode. */
  async essential(): Promise<HealthIndicatorResult> {
    const [database, sessionStore] = await Promise.all([this.database.result(), this.sessions.result()]);
    return { ...database, ...sessionStore, ...this.llm.check() };
  }

  /** The parts without which the desk answers worse, but answers. */
  async further(): Promise<HealthIndicatorResult> {
    return { ...this.tools.check(), ...(await this.knowledge.result()) };
  }
}
