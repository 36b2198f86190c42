import { Logger } from '@nestjs/common';
import { type Clock, SystemClock } from '../../src/common/clock.js';
import { newId } from '../../src/common/ids.js';
import { type AppConfig, loadConfig } from '../../src/config/app-config.js';
import { Conversations } from '../../src/conversation/conversations.js';
import { type Database } from '../../src/database/database.js';
import { newSessionId } from '../../src/session/session-id.js';
import { Courier } from '../../src/webhooks/courier.js';
import { Deliveries, type Delivery } from '../../src/webhooks/deliveries.js';
import { WebhookEndpoints } from '../../src/webhooks/endpoints.js';
import { type WantedEvent } from '../../src/webhooks/event-types.js';
import { Outbox } from '../../src/webhooks/outbox.js';
import { Relay } from '../../src/webhooks/relay.js';
import { SecretSeal } from '../../src/webhooks/secret-seal.js';
import { onCleanUp } from './clean-up.js';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.js';

// What becomes of deliveries is looked up, not logged.
Logger.overrideLogger(false);

/** Webhooks of one instance without HTTP of its own, and what people do that makes events. */
export interface WebhookDesk {
  readonly endpoints: WebhookEndpoints;
  readonly deliveries: Deliveries;
  readonly outbox: Outbox;
  readonly courier: Courier;
  readonly conversations: Conversations;
  /** A relay that runs until the end of the test file, or until it is stopped. */
  startRelay(): Relay;
  /** A receiver with an endpoint of its own, and the endpoint's id. */
  newReceiver(...events: WantedEvent[]): Promise<{ receiver: WebhookReceiver; endpointId: string }>;
  newSession(): Promise<string>;
  /** A message of the session's customer, stored as one statement of one transaction. */
  say(sessionId: string, text: string): Promise<void>;
  /** Deliveries of an endpoint, oldest first. */
  sent(endpointId: string): Promise<Delivery[]>;
}

/** One instance's webhooks over `database`; private addresses are allowed and a try takes at most 500 ms unless `terms` say otherwise. */
export function webhookDesk(
  database: Database,
  { clock = new SystemClock(), ...terms }: Partial<AppConfig['webhooks']> & { readonly clock?: Clock } = {},
): WebhookDesk {
  const config: AppConfig = {
    ...loadConfig({}),
    webhooks: { timeoutMs: 500, maxAttempts: 50, allowPrivate: true, ...terms },
  };
  const seal = new SecretSeal(config);
  const endpoints = new WebhookEndpoints(database, seal, clock, config);
  const deliveries = new Deliveries(database, clock);
  const outbox = new Outbox(database, clock, config);
  const courier = new Courier(database, outbox, seal, clock, config);
  const conversations = new Conversations(database);
  return {
    ...{ endpoints, deliveries, outbox, courier, conversations },
    startRelay: () => {
      const relay = new Relay(outbox, courier, new Logger());
      onCleanUp(() => relay.stop(0));
      relay.start();
      return relay;
    },
    newReceiver: async (...events) => {
      const receiver = await startWebhookReceiver();
      const { endpoint, secret } = await endpoints.create({ url: receiver.url, description: '', events });
      receiver.secrets.push(secret);
      return { receiver, endpointId: endpoint.endpointId };
    },
    newSession: async () => {
      const sessionId = newSessionId();
      const nobody = { userId: null, userVerified: false, metadata: {} };
      await conversations.create({ sessionId, threadId: newId('thr'), ...nobody, at: clock.date() });
      return sessionId;
    },
    say: async (sessionId, text) => {
      await database.query(SAY, [sessionId, newId('msg'), text, clock.date()]);
    },
    sent: async (endpointId) => (await deliveries.list(endpointId, { limit: 10_000 })).reverse(),
  };
}

const SAY = {
  name: 'test_webhook_say',
  text: `
    WITH counted AS (UPDATE conversations SET last_seq = last_seq + 1 WHERE session_id = $1 RETURNING last_seq)
    INSERT INTO messages (message_id, session_id, seq, role, content, created_at)
    SELECT $2, $1, last_seq, 'customer', $3, $4 FROM counted`,
};
