import { Webhook } from 'standardwebhooks';

/** What of a delivery is signed. */
export interface SignedParts {
  /** The same for every try and every endpoint. */
  readonly eventId: string;
  readonly body: string;
  /** Every secret that is good at the moment; the receiver knows one of them. */
  readonly secrets: readonly string[];
  /** Time of this try. */
  readonly at: Date;
}

/** The headers of Standard Webhooks. */
export interface SignedHeaders extends Record<string, string> {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/** Signs one try of a delivery with each secret. */
export function signedHeaders({ eventId, body, secrets, at }: SignedParts): SignedHeaders {
  return {
    'webhook-id': eventId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(eventId, at, body)).join(' '),
  };
}
