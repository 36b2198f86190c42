import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { SessionModule } from '../session/session.module.js';
import { ToolsModule } from '../tools/tools.module.js';
import { HealthReport } from './health-report.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { ProcessState } from './process-state.js';
import { RootController } from './root.controller.js';

@Module({
  imports: [DatabaseModule, SessionModule, ToolsModule],
  controllers: [RootController, HealthController, MetricsController],
  providers: [HealthReport, ProcessState],
})
export class HealthModule {}
