import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiSecurity, ApiTags } from '@nestjs/swagger';
import { NotFound } from '../common/app-error.js';
import { Operation } from '../transport/operation.decorator.js';
import { Deliveries, type Delivery } from './deliveries.js';
import { DeliveryDto, DeliveryPageDto, ListDeliveriesDto } from './deliveries.dto.js';
import { WebhookEndpoints } from './endpoints.js';
import { Relay } from './relay.js';
import { WebhookDisabled } from './webhooks.errors.js';

const DELIVERY_ID = /^[1-9][0-9]{0,17}$/;

@ApiTags('Webhooks')
@ApiSecurity('apiKey')
@Controller('webhooks/:webhookId')
export class DeliveriesController {
  constructor(
    private readonly endpoints: WebhookEndpoints,
    private readonly deliveries: Deliveries,
    private readonly relay: Relay,
  ) {}

  /** What goes and went to the webhook, newest first. What was delivered is kept for 7 days, what was given up for 30. */
  @Get('deliveries')
  @Operation('webhooks.deliveries')
  async list(
    @Param('webhookId') webhookId: string,
    @Query() { limit, cursor, status }: ListDeliveriesDto,
  ): Promise<DeliveryPageDto> {
    await this.endpoints.get(webhookId);
    const rows = await this.deliveries.list(webhookId, { before: cursor, status, limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const hasMore = rows.length > limit;
    const nextCursor = hasMore ? (shown.at(-1)?.position ?? null) : null;
    return { data: shown.map((delivery) => DeliveryDto.of(delivery)), nextCursor, hasMore };
  }

  /** Sends an event again, under the same `webhook-id`; one that is still being tried is tried at once. */
  @Post('deliveries/:deliveryId/redeliver')
  @Operation('webhooks.redeliver')
  @HttpCode(202)
  async redeliver(
    @Param('webhookId') webhookId: string,
    @Param('deliveryId') deliveryId: string,
  ): Promise<DeliveryDto> {
    await this.assertEnabled(webhookId);
    if (!DELIVERY_ID.test(deliveryId)) throw new NotFound('This webhook has no such delivery.');
    return this.sent(await this.deliveries.redeliver(webhookId, deliveryId));
  }

  /** Sends a `webhook.test` event; look for it in the deliveries. */
  @Post('test')
  @Operation('webhooks.test')
  @HttpCode(202)
  async test(@Param('webhookId') webhookId: string): Promise<DeliveryDto> {
    await this.assertEnabled(webhookId);
    return this.sent(await this.deliveries.test(webhookId));
  }

  private async assertEnabled(webhookId: string): Promise<void> {
    const { enabled } = await this.endpoints.get(webhookId);
    if (!enabled) throw new WebhookDisabled('This webhook is disabled, so nothing is sent to it. Enable it first.');
  }

  private sent(delivery: Delivery): DeliveryDto {
    this.relay.wake();
    return DeliveryDto.of(delivery);
  }
}
