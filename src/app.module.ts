import { type DynamicModule, Module } from '@nestjs/common';
import { AuthModule } from './auth/auth.module.js';
import { ChatModule } from './chat/chat.module.js';
import { type Clock } from './common/clock.js';
import { type AppConfig } from './config/app-config.js';
import { RealtimeModule } from './chat/realtime/realtime.module.js';
import { ConfigModule } from './config/config.module.js';
import { HandoffModule } from './handoff/handoff.module.js';
import { HealthModule } from './health/health.module.js';
import { KnowledgeModule } from './knowledge/knowledge.module.js';
import { LimitsModule } from './limits/limits.module.js';
import { PrivacyModule } from './privacy/privacy.module.js';
import { TelemetryModule } from './telemetry/telemetry.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

/** The desk. */
@Module({})
export class AppModule {
  static register(config: AppConfig, clock?: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.register(config, clock),
        TelemetryModule,
        AuthModule,
        LimitsModule,
        ChatModule,
        HandoffModule,
        RealtimeModule,
        WebhooksModule,
        PrivacyModule,
        KnowledgeModule,
        HealthModule,
      ],
    };
  }
}
