import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsStorableText } from '../transport/storable-text.js';
import { type WebhookEndpoint } from './endpoints.js';
import { WANTED_EVENTS, type WantedEvent } from './event-types.js';

const LONGEST_URL = 2048;

export class CreateWebhookDto {
  /** Where events are sent: https, and an address of the public Internet. @example 'https://example.com/frontdesk' */
  @IsString()
  @MaxLength(LONGEST_URL)
  @IsStorableText()
  url: string;

  /** For people. @example 'CRM' */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  @IsStorableText()
  description?: string;

  /** The events to send; `*` = all, also those of later versions. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(WANTED_EVENTS.length)
  @ArrayUnique()
  @IsIn(WANTED_EVENTS, { each: true })
  events: WantedEvent[];

  /** Your own signing secret, `whsec_` and base64 of 24 to 64 bytes; left out, one is made. */
  @IsOptional()
  @IsString()
  @MaxLength(128)
  secret?: string;
}

export class UpdateWebhookDto {
  /** What waits is sent to the new address too. */
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_URL)
  @IsStorableText()
  url?: string;

  @IsOptional()
  @IsString()
  @MaxLength(256)
  @IsStorableText()
  description?: string;

  /** Replaces the list, for events from now on. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(WANTED_EVENTS.length)
  @ArrayUnique()
  @IsIn(WANTED_EVENTS, { each: true })
  events?: WantedEvent[];

  /** False: nothing is sent, and what happens meanwhile is not kept. What waits is sent when it is true again. */
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;
}

/** An endpoint; its secret is shown when it is made, and never again. */
export class WebhookDto {
  webhookId: string;
  url: string;
  description: string;
  events: WantedEvent[];
  enabled: boolean;
  /** `asked`: by an administrator; `gone`: it answered 410; `failing`: it took nothing for three days. */
  disabledReason: 'asked' | 'gone' | 'failing' | null;
  /** The first failure since it last took an event; null: all is well. */
  failingSince: string | null;
  /** Until then the secret before the last rotation signs too. */
  previousSecretUntil: string | null;
  createdAt: string;
  updatedAt: string;

  static of(endpoint: WebhookEndpoint): WebhookDto {
    return outwardOf(endpoint);
  }
}

export class WebhookWithSecretDto extends WebhookDto {
  /** What deliveries are signed with. Keep it: it is not shown again. */
  secret: string;

  static withSecret({ endpoint, secret }: { endpoint: WebhookEndpoint; secret: string }): WebhookWithSecretDto {
    return { ...outwardOf(endpoint), secret };
  }
}

export class WebhookPageDto {
  data: WebhookDto[];
  nextCursor: string | null;
  hasMore: boolean;
}

export class ListWebhooksDto {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 50;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @Matches(/^[1-9][0-9]{0,8}$/, { message: 'cursor must be the nextCursor of an earlier page' })
  cursor?: string;
}

function outwardOf(endpoint: WebhookEndpoint): Pick<WebhookDto, keyof WebhookDto> {
  const { endpointId, url, description, events, enabled, disabledReason } = endpoint;
  return {
    ...{ webhookId: endpointId, url, description, events: [...events], enabled, disabledReason },
    failingSince: endpoint.failingSince?.toISOString() ?? null,
    previousSecretUntil: endpoint.previousSecretUntil?.toISOString() ?? null,
    createdAt: endpoint.createdAt.toISOString(),
    updatedAt: endpoint.updatedAt.toISOString(),
  };
}
