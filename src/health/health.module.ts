import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { KnowledgeModule } from '../knowledge/knowledge.module.js';
import { LlmModule } from '../llm/llm.module.js';
import { SessionModule } from '../session/session.module.js';
import { ToolsModule } from '../tools/tools.module.js';
import { ConsoleController } from './console.controller.js';
import { ComponentChecks } from './component-checks.js';
import { HealthReport } from './health-report.js';
import { HealthController } from './health.controller.js';
import { MetricsTokenMiddleware } from './metrics-token.middleware.js';
import { MetricsController } from './metrics.controller.js';
import { ModeGauge } from './mode-gauge.js';
import { ProcessState } from './process-state.js';
import { RootController } from './root.controller.js';

@Module({
  imports: [DatabaseModule, KnowledgeModule, LlmModule, SessionModule, ToolsModule],
  controllers: [RootController, ConsoleController, HealthController, MetricsController],
  providers: [HealthReport, ComponentChecks, ProcessState, ModeGauge],
})
export class HealthModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(MetricsTokenMiddleware).forRoutes(MetricsController);
  }
}
