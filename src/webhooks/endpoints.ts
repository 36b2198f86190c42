import { Injectable } from '@nestjs/common';
import { NotFound } from '../common/app-error.js';
import { Clock } from '../common/clock.js';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { parseOutboundUrl } from '../outbound/outbound-url.js';
import {
  CREATE_ENDPOINT,
  DELETE_ENDPOINT,
  GET_ENDPOINT,
  LIST_ENDPOINTS,
  PATCH_ENDPOINT,
  ROTATE_SECRET,
} from './endpoint-statements.js';
import { type WantedEvent } from './event-types.js';
import { SecretSeal } from './secret-seal.js';
import { checkSigningSecret, newSigningSecret } from './signing-secret.js';
import { WebhookLimitReached } from './webhooks.errors.js';

/** Every event costs one row for each endpoint that wants it, in the transaction of whoever makes it. */
const MOST_ENDPOINTS = 20;

/** After a rotation both secrets sign for this long, in ms. */
const ROTATION_GRACE_MS = 24 * 3_600_000;

/** Where events are sent to; without its secrets. */
export interface WebhookEndpoint {
  readonly endpointId: string;
  /** Order of making. */
  readonly number: number;
  readonly url: string;
  readonly description: string;
  readonly events: readonly WantedEvent[];
  readonly enabled: boolean;
  /** `asked`: by an administrator; `gone`: it answered 410; `failing`: it took nothing for days. Null while enabled. */
  readonly disabledReason: 'asked' | 'gone' | 'failing' | null;
  /** The first failure since it last took something. */
  readonly failingSince: Date | null;
  /** Until then, or since then no more, the secret before the last rotation signs too. */
  readonly previousSecretUntil: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What can be said about an endpoint; absent means "leave". */
export interface EndpointPatch {
  readonly url?: string | undefined;
  readonly description?: string | undefined;
  readonly events?: readonly WantedEvent[] | undefined;
  readonly enabled?: boolean | undefined;
}

/** The endpoints and their secrets. */
@Injectable()
export class WebhookEndpoints {
  constructor(
    private readonly database: Database,
    private readonly seal: SecretSeal,
    private readonly clock: Clock,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  /**
   * Events from now on are sent there, signed with `secret`: the one given, or a new one.
   * @throws ValidationFailed for the address or the secret, WebhookLimitReached
   */
  async create(wanted: {
    readonly url: string;
    readonly description: string;
    readonly events: readonly WantedEvent[];
    readonly secret?: string | undefined;
  }): Promise<{ readonly endpoint: WebhookEndpoint; readonly secret: string }> {
    const url = this.checked(wanted.url);
    const { secret = newSigningSecret() } = wanted;
    checkSigningSecret(secret);
    const values = [url, wanted.description, wanted.events, this.seal.seal(secret), this.clock.date(), MOST_ENDPOINTS];
    const [endpoint] = await this.database.query<WebhookEndpoint>(CREATE_ENDPOINT, values);
    if (!endpoint) throw new WebhookLimitReached(`There are ${MOST_ENDPOINTS} webhooks already. Delete one first.`);
    return { endpoint, secret };
  }

  /** At most `limit` endpoints made after the one numbered `after`, in order of making. */
  list(after: number, limit: number): Promise<WebhookEndpoint[]> {
    return this.database.query<WebhookEndpoint>(LIST_ENDPOINTS, [after, limit]);
  }

  /** @throws NotFound */
  async get(endpointId: string): Promise<WebhookEndpoint> {
    return found(await this.database.query<WebhookEndpoint>(GET_ENDPOINT, [endpointId]));
  }

  /** Applies to events from now on; what is waiting goes to the new address. @throws NotFound, ValidationFailed for the address */
  async change(endpointId: string, patch: EndpointPatch): Promise<WebhookEndpoint> {
    const url = patch.url === undefined ? null : this.checked(patch.url);
    const { description = null, events = null, enabled = null } = patch;
    const values = [endpointId, url, description, events, enabled, this.clock.date()];
    return found(await this.database.query<WebhookEndpoint>(PATCH_ENDPOINT, values));
  }

  /** Nothing is sent there any more, not even what waits. @throws NotFound */
  async delete(endpointId: string): Promise<void> {
    found(await this.database.query(DELETE_ENDPOINT, [endpointId]));
  }

  /** A new secret; the one before it signs too for a day, the one before that no more. @throws NotFound */
  async rotateSecret(endpointId: string): Promise<{ readonly endpoint: WebhookEndpoint; readonly secret: string }> {
    const secret = newSigningSecret();
    const until = new Date(this.clock.now() + ROTATION_GRACE_MS);
    const values = [endpointId, this.seal.seal(secret), until, this.clock.date()];
    return { endpoint: found(await this.database.query<WebhookEndpoint>(ROTATE_SECRET, values)), secret };
  }

  private checked(url: string): string {
    return parseOutboundUrl(url, { allowPrivate: this.config.webhooks.allowPrivate, field: 'url' });
  }
}

function found<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new NotFound('There is no such webhook.');
  return row;
}
