import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiSecurity, ApiTags } from '@nestjs/swagger';
import { Operation } from '../transport/operation.decorator.js';
import { WebhookEndpoints } from './endpoints.js';
import { Relay } from './relay.js';
import {
  CreateWebhookDto,
  ListWebhooksDto,
  UpdateWebhookDto,
  WebhookDto,
  WebhookPageDto,
  WebhookWithSecretDto,
} from './webhooks.dto.js';

@ApiTags('Webhooks')
@ApiSecurity('apiKey')
@Controller('webhooks')
export class WebhooksController {
  constructor(
    private readonly endpoints: WebhookEndpoints,
    private readonly relay: Relay,
  ) {}

  /** Sends events from now on to an address. The answer shows the signing secret, once. */
  @Post()
  @Operation('webhooks.add')
  async create(@Body() { url, description = '', events, secret }: CreateWebhookDto): Promise<WebhookWithSecretDto> {
    const created = await this.endpoints.create({ url, description, events, secret });
    this.relay.wake();
    return WebhookWithSecretDto.withSecret(created);
  }

  /** The webhooks in order of making. */
  @Get()
  @Operation('webhooks.list')
  async list(@Query() { limit, cursor }: ListWebhooksDto): Promise<WebhookPageDto> {
    const rows = await this.endpoints.list(Number(cursor ?? 0), limit + 1);
    const shown = rows.slice(0, limit);
    const hasMore = rows.length > limit;
    const nextCursor = hasMore ? String(shown.at(-1)?.number) : null;
    return { data: shown.map((endpoint) => WebhookDto.of(endpoint)), nextCursor, hasMore };
  }

  @Get(':webhookId')
  @Operation('webhooks.get')
  async get(@Param('webhookId') webhookId: string): Promise<WebhookDto> {
    return WebhookDto.of(await this.endpoints.get(webhookId));
  }

  /** Changes it; `enabled: true` also brings back one that was disabled for its failures. */
  @Patch(':webhookId')
  @Operation('webhooks.update')
  async update(@Param('webhookId') webhookId: string, @Body() patch: UpdateWebhookDto): Promise<WebhookDto> {
    const endpoint = await this.endpoints.change(webhookId, patch);
    this.relay.wake();
    return WebhookDto.of(endpoint);
  }

  /** Removes it; what waits is not sent. */
  @Delete(':webhookId')
  @Operation('webhooks.delete')
  @HttpCode(204)
  async delete(@Param('webhookId') webhookId: string): Promise<void> {
    await this.endpoints.delete(webhookId);
  }

  /** Makes a new signing secret. For a day deliveries carry two signatures, of the new secret and of the one before. */
  @Post(':webhookId/rotate-secret')
  @Operation('webhooks.rotate')
  @HttpCode(200)
  async rotateSecret(@Param('webhookId') webhookId: string): Promise<WebhookWithSecretDto> {
    return WebhookWithSecretDto.withSecret(await this.endpoints.rotateSecret(webhookId));
  }
}
