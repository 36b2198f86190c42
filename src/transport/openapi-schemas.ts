import { type OpenAPIObject } from '@nestjs/swagger';

/** A schema of the description. */
export type ApiSchema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

const text = { type: 'string' } as const;
const number = { type: 'number' } as const;
const flag = { type: 'boolean' } as const;

/** RFC 9457 body of every failure (`Problem` of src/common/problem.ts). */
export const PROBLEM_SCHEMA: ApiSchema = {
  type: 'object',
  description: 'A failure. Programs decide by `code` (docs/errors.md); people quote `requestId`.',
  properties: {
    type: { ...text, example: 'urn:frontdesk:problem:validation_failed' },
    title: text,
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { ...text, description: 'What happened and what to do.' },
    instance: { ...text, description: 'The path of the request.' },
    code: { ...text, example: 'validation_failed' },
    requestId: text,
    retryable: { ...flag, description: 'Whether the same request may succeed later.' },
    errors: {
      type: 'array',
      description: 'Every wrong field and its fix.',
      items: { type: 'object', properties: { field: text, message: text }, required: ['field', 'message'] },
    },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId', 'retryable', 'errors'],
};

const report: ApiSchema = {
  type: 'object',
  properties: {
    status: { type: 'string', enum: ['ok', 'degraded', 'error'] },
    mode: { type: 'string', enum: ['full', 'no-redis', 'no-llm', 'read-only'] },
    details: {
      type: 'object',
      description: 'By component; of /health/ready for insiders only.',
      additionalProperties: {
        type: 'object',
        properties: { status: text },
        required: ['status'],
        additionalProperties: true,
      },
    },
  },
  required: ['status', 'mode'],
};

const startup: ApiSchema = {
  type: 'object',
  properties: { status: { type: 'string', enum: ['ok', 'error'] }, state: text },
  required: ['status', 'state'],
};

const live: ApiSchema = {
  type: 'object',
  properties: { status: { type: 'string', enum: ['ok'] } },
  required: ['status'],
};

const about: ApiSchema = {
  type: 'object',
  properties: {
    name: text,
    version: text,
    environment: text,
    status: { type: 'string', enum: ['ok', 'degraded'] },
    docs: { ...text, nullable: true },
    health: text,
    metrics: text,
    websocket: text,
    sessionStore: text,
    sessionStats: {
      type: 'object',
      properties: { storeType: text, connected: flag, activeSessions: { ...number, nullable: true } },
      required: ['storeType', 'connected', 'activeSessions'],
    },
    features: { type: 'object', additionalProperties: flag },
    stats: { type: 'object', properties: { uptimeSeconds: number, model: text, database: text } },
  },
  required: ['name', 'version', 'environment', 'status', 'health', 'sessionStore', 'sessionStats', 'features', 'stats'],
};

const counters = ['activeSessions', 'creates', 'deletes', 'hits', 'misses', 'evictions', 'expirations', 'uptimeMs'];

const sessionStats: ApiSchema = {
  type: 'object',
  properties: {
    storeType: { type: 'string', enum: ['in_memory', 'redis'] },
    maxSessions: { ...number, nullable: true, description: 'Null: bounded by nothing but memory.' },
    ...Object.fromEntries(counters.map((name) => [name, number])),
    details: { type: 'object', additionalProperties: true },
  },
  required: ['storeType', 'maxSessions', ...counters, 'details'],
};

const stopped: ApiSchema = { type: 'object', properties: { stopped: flag }, required: ['stopped'] };

const eventStream: ApiSchema = { type: 'string', description: 'Server-sent events (docs/realtime-events.md).' };

/** An answer that no class describes. */
export interface PlainAnswer {
  readonly status: number;
  readonly mediaType: string;
  readonly schema: ApiSchema;
}

const json = (status: number, schema: ApiSchema): PlainAnswer => ({ status, mediaType: 'application/json', schema });

/** Answers whose handlers return plain objects or write them themselves, by the handler. */
export const PLAIN_ANSWERS: Readonly<Record<string, readonly PlainAnswer[]>> = {
  RootController_root: [json(200, about), { status: 200, mediaType: 'text/html', schema: { type: 'string' } }],
  HealthController_health: [json(200, report), json(503, report)],
  HealthController_live: [json(200, live)],
  HealthController_ready: [json(200, report), json(503, report)],
  HealthController_startup: [json(200, startup), json(503, startup)],
  SessionsController_stats: [json(200, sessionStats)],
  MessagesController_stop: [json(202, stopped)],
  MessagesController_send: [{ status: 200, mediaType: 'text/event-stream', schema: eventStream }],
  EventsController_follow: [{ status: 200, mediaType: 'text/event-stream', schema: eventStream }],
};
