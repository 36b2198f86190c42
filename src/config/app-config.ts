import { type AgentConfig, agentConfig } from './agent-config.js';
import { type AttachmentConfig, attachmentConfig } from './attachment-config.js';
import { deepFreeze } from './deep-freeze.js';
import { type EscalationConfig, escalationConfig } from './escalation-config.js';
import { type EmbeddingConfig, embeddingConfig } from './embedding-config.js';
import { type EnvironmentValues } from './env.schema.js';
import { type GroundingConfig, groundingConfig } from './grounding-config.js';
import { type HandoffConfig, handoffConfig } from './handoff-config.js';
import { type LlmConfig, llmConfig } from './llm-config.js';
import { type Environment, readVariables } from './read-variables.js';
import { type RealtimeConfig, realtimeConfig } from './realtime-config.js';
import { redisConfig } from './redis-config.js';
import { type RedisConfig } from './redis-url.js';
import { type SessionConfig, sessionConfig } from './session-config.js';
import { type ToolsConfig, toolsConfig } from './tools-config.js';
import { type IdentityConfig, identityConfig } from './identity-config.js';
import { type RateLimitConfig, rateLimitConfig } from './rate-limit-config.js';
import { type OverloadConfig, overloadConfig } from './overload-config.js';
import { type RetentionConfig, retentionConfig } from './retention-config.js';
import { type PiiConfig, piiConfig } from './pii-config.js';
import { type HttpConfig, httpConfig } from './http-config.js';
import { type TelemetryConfig, telemetryConfig } from './telemetry-config.js';
import { type WebhookConfig, webhookConfig } from './webhook-config.js';

/** Above the `keepalive_timeout` of deploy/nginx/frontdesk.conf.template, which is 3. */
const BEHIND_PROXY_SECONDS = 4;

/** `DATA_DIR` that keeps the embedded database in memory only. */
export const MEMORY_DATA_DIR = 'memory://';

/** Where the durable record lives; the embedded database keeps its files in `dataDir`. */
type DatabaseConfig =
  { readonly kind: 'embedded' } | { readonly kind: 'postgres'; readonly url: string; readonly poolSize: number };

/** Everything the product can be told from outside, read once at start and frozen. Times are in milliseconds. */
export interface AppConfig {
  readonly environment: EnvironmentValues['ENVIRONMENT'];
  readonly log: { readonly level: EnvironmentValues['LOG_LEVEL'] };
  readonly api: {
    readonly host: string;
    /** 0 = any free port. */
    readonly port: number;
    /** Begins with a slash and ends without one. */
    readonly prefix: string;
    /** Empty = the same origin only; ['*'] = every origin, never together with credentials. */
    readonly corsOrigins: readonly string[];
    /** Number of proxies in front that are believed. */
    readonly trustProxy: number;
    readonly docsEnabled: boolean;
    readonly shutdownGraceMs: number;
    readonly shutdownDelayMs: number;
    readonly shutdownIdleMs: number;
  };
  /** A folder, or `MEMORY_DATA_DIR`. */
  readonly dataDir: string;
  readonly database: DatabaseConfig;
  /** The Redis that processes share; null = none is used. */
  readonly redis: RedisConfig | null;
  readonly session: SessionConfig;
  readonly agent: AgentConfig;
  readonly escalation: EscalationConfig;
  readonly handoff: HandoffConfig;
  readonly realtime: RealtimeConfig;
  readonly webhooks: WebhookConfig;
  readonly identity: IdentityConfig;
  readonly rateLimits: RateLimitConfig;
  readonly overload: OverloadConfig;
  readonly retention: RetentionConfig;
  readonly pii: PiiConfig;
  readonly http: HttpConfig;
  readonly telemetry: TelemetryConfig;
  readonly attachments: AttachmentConfig;
  readonly tools: ToolsConfig;
  /** The file that describes the company's own systems; null = there is none. */
  readonly toolsFile: string | null;
  readonly auth: {
    /** The first signs, all verify. Empty only outside production, until `withDevelopmentSecret` fills it. */
    readonly tokenSecrets: readonly string[];
    readonly adminApiKey?: string;
  };
  readonly llm: LlmConfig;
  readonly grounding: GroundingConfig;
  readonly knowledge: {
    /** Name of a text search configuration; the database checks that it exists. */
    readonly language: string;
    readonly sampleDocuments: boolean;
    /** null = searches go by words alone. */
    readonly embedding: EmbeddingConfig | null;
  };
}

/**
 * The configuration that raw variables describe; touches nothing outside its argument.
 * @throws ConfigInvalid naming every problem at once, each with its fix.
 */
export function loadConfig(env: Environment): AppConfig {
  const values = readVariables(env);
  return deepFreeze<AppConfig>({
    environment: values.ENVIRONMENT,
    log: { level: values.LOG_LEVEL },
    api: apiConfig(values),
    dataDir: values.DATA_DIR,
    database: databaseConfig(values),
    redis: redisConfig(values),
    session: sessionConfig(values),
    agent: agentConfig(values),
    escalation: escalationConfig(values),
    handoff: handoffConfig(values),
    realtime: realtimeConfig(values),
    webhooks: webhookConfig(values),
    identity: identityConfig(values),
    rateLimits: rateLimitConfig(values),
    overload: overloadConfig(values),
    retention: retentionConfig(values),
    pii: piiConfig(values),
    http: httpConfig(values),
    telemetry: telemetryConfig(values),
    attachments: attachmentConfig(values),
    tools: toolsConfig(values),
    toolsFile: values.TOOLS_FILE ?? null,
    auth: authConfig(values),
    llm: llmConfig(values),
    grounding: groundingConfig(values),
    knowledge: {
      language: values.KNOWLEDGE_LANGUAGE,
      sampleDocuments: values.SAMPLE_KNOWLEDGE ?? values.ENVIRONMENT === 'development',
      embedding: embeddingConfig(values),
    },
  });
}

function apiConfig(values: EnvironmentValues): AppConfig['api'] {
  return {
    host: values.API_HOST,
    port: values.API_PORT,
    prefix: values.API_PREFIX,
    corsOrigins: values.CORS_ORIGINS ?? [],
    trustProxy: values.TRUST_PROXY,
    docsEnabled: values.DOCS_ENABLED ?? values.ENVIRONMENT !== 'production',
    shutdownGraceMs: values.SHUTDOWN_GRACE_SECONDS * 1000,
    shutdownDelayMs: values.SHUTDOWN_DELAY_SECONDS * 1000,
    shutdownIdleMs: (values.SHUTDOWN_IDLE_SECONDS ?? (values.TRUST_PROXY > 0 ? BEHIND_PROXY_SECONDS : 0)) * 1000,
  };
}

function databaseConfig(values: EnvironmentValues): DatabaseConfig {
  const url = values.DATABASE_URL;
  return url === undefined ? { kind: 'embedded' } : { kind: 'postgres', url, poolSize: values.DATABASE_POOL_SIZE };
}

function authConfig(values: EnvironmentValues): AppConfig['auth'] {
  const { AUTH_TOKEN_SECRET: secret, AUTH_TOKEN_SECRETS: secrets, ADMIN_API_KEY: adminApiKey } = values;
  const tokenSecrets = secrets ?? (secret === undefined ? [] : [secret]);
  return adminApiKey === undefined ? { tokenSecrets } : { tokenSecrets, adminApiKey };
}
