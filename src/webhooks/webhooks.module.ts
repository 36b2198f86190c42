import { Logger, Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { Courier } from './courier.js';
import { Deliveries } from './deliveries.js';
import { DeliveriesController } from './deliveries.controller.js';
import { WebhookEndpoints } from './endpoints.js';
import { Outbox } from './outbox.js';
import { OutboxBacklog } from './outbox-backlog.js';
import { OutboxCleanUp } from './outbox-clean-up.js';
import { Relay } from './relay.js';
import { RelayLifecycle } from './relay.lifecycle.js';
import { SecretSeal } from './secret-seal.js';
import { WebhooksController } from './webhooks.controller.js';

/** Events for other systems. */
@Module({
  imports: [DatabaseModule, JobsModule],
  controllers: [WebhooksController, DeliveriesController],
  providers: [
    SecretSeal,
    WebhookEndpoints,
    Deliveries,
    Outbox,
    OutboxCleanUp,
    OutboxBacklog,
    Courier,
    {
      provide: Relay,
      inject: [Outbox, Courier],
      useFactory: (outbox: Outbox, courier: Courier): Relay => new Relay(outbox, courier, new Logger('Webhooks')),
    },
    RelayLifecycle,
  ],
})
export class WebhooksModule {}
