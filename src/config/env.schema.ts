import { z } from 'zod';
import { agentVariables } from './agent-variables.js';
import { attachmentVariables } from './attachment-variables.js';
import { domainToolsVariables } from './domain-tools-variables.js';
import { embeddingVariables } from './embedding-variables.js';
import { flag, isOrigin, list, MIN_SECRET_LENGTH, oneOf, text, wholeNumber } from './env-values.js';
import { optionalVariable, variable } from './env-variable.js';
import { escalationVariables } from './escalation-variables.js';
import { groundingVariables } from './grounding-variables.js';
import { handoffVariables } from './handoff-variables.js';
import { llmVariables } from './llm-variables.js';
import { realtimeVariables } from './realtime-variables.js';
import { redisVariables } from './redis-variables.js';
import { sessionVariables } from './session-variables.js';
import { toolsVariables } from './tools-variables.js';
import { identityVariables } from './identity-variables.js';
import { rateLimitVariables } from './rate-limit-variables.js';
import { overloadVariables } from './overload-variables.js';
import { retentionVariables } from './retention-variables.js';
import { piiVariables } from './pii-variables.js';
import { httpVariables } from './http-variables.js';
import { telemetryVariables } from './telemetry-variables.js';
import { webhookVariables } from './webhook-variables.js';

const isSecret = (value: string): boolean => value.length >= MIN_SECRET_LENGTH;

/** Every environment variable of this version, once: validation, `.env.example` and `docs/configuration.md` all come from here. */
export const environmentVariables = {
  ENVIRONMENT: variable(oneOf('development', 'test', 'production'), {
    section: 'General',
    default: 'development',
    description:
      'Production demands its secrets, keeps the API pages closed and loads no sample documents; development makes what is missing.',
  }),
  LOG_LEVEL: variable(oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'), {
    section: 'General',
    default: 'info',
    description: 'The least severe log line that is written.',
  }),
  INSTANCES: variable(wholeNumber(1, 1000), {
    section: 'General',
    default: '1',
    description: 'How many processes serve together. More than one needs stores that all of them share.',
  }),
  SHUTDOWN_GRACE_SECONDS: variable(wholeNumber(0, 600), {
    section: 'General',
    default: '10',
    description:
      'How long requests and running turns may finish after a stop signal; then turns are cut and left to other instances. The process ends within 10 s more.',
  }),
  SHUTDOWN_DELAY_SECONDS: variable(wholeNumber(0, 120), {
    section: 'General',
    default: '0',
    description:
      'How long everything is still served after a stop signal, while readiness says no: for load balancers that must notice first. Kubernetes wants 5; nginx, which notices a closed port at once, 0.',
  }),
  SHUTDOWN_IDLE_SECONDS: optionalVariable(wholeNumber(0, 600), {
    section: 'General',
    otherwise: '4 behind a proxy (TRUST_PROXY above 0), else 0',
    description:
      'How long idle connections stay open after a stop signal, so that a request that is on its way is not lost. More than the time after which the proxy closes its own idle connections to the desk.',
    example: '65',
  }),
  ENV_FILE: optionalVariable(text(/^[^\0]+$/, 'the path of a file'), {
    section: 'General',
    otherwise: './.env is read, if there is one',
    description:
      'The file with variables; read first, and only from the process environment, which wins over the file.',
    example: '/etc/frontdesk/env',
  }),

  API_HOST: variable(text(/^[\w.:%-]+$/, 'a host name or an IP address'), {
    section: 'HTTP',
    default: '0.0.0.0',
    description: 'The address to listen on; 127.0.0.1 serves this machine only.',
  }),
  API_PORT: variable(wholeNumber(0, 65_535), {
    section: 'HTTP',
    default: '8000',
    description: 'The port to listen on; 0 takes any free one and logs it.',
  }),
  API_PREFIX: variable(text(/^(\/[\w.~-]+)+$/, 'a path that begins with a slash and does not end with one'), {
    section: 'HTTP',
    default: '/api/v1',
    description: 'The path in front of every API route; health and documentation stay at the root.',
  }),
  CORS_ORIGINS: optionalVariable(
    list((item) => item === '*' || isOrigin(item), 'origins such as https://shop.example separated by commas, or *'),
    {
      section: 'HTTP',
      otherwise: 'the same origin only',
      description:
        'Web pages that may call the API from a browser. The single value * lets every page in, without credentials, and is refused in production.',
      example: 'https://shop.example,https://www.shop.example',
    },
  ),
  TRUST_PROXY: variable(wholeNumber(0, 10), {
    section: 'HTTP',
    default: '0',
    description:
      'How many proxies stand in front and may be believed about the address of a client; too many lets clients forge it.',
  }),
  DOCS_ENABLED: optionalVariable(flag(), {
    section: 'HTTP',
    otherwise: 'true, but false in production',
    description: 'Serves the API pages at /docs and the description at /openapi.json.',
  }),

  DATA_DIR: variable(text(/^(memory:\/\/|(?!.*:\/\/)[^\0]+)$/, 'the path of a folder, or memory://'), {
    section: 'Data',
    default: './data',
    description:
      'The folder of the embedded database and of files made at the first start. memory:// keeps the embedded database in memory and loses it at exit.',
  }),
  DATABASE_URL: optionalVariable(
    text(/^postgres(ql)?:\/\/\S+$/, 'a connection string that begins with postgres:// or postgresql://'),
    {
      section: 'Data',
      otherwise: 'the embedded database in DATA_DIR',
      description: 'A Postgres server, version 15 or newer, used instead of the embedded database.',
      example: 'postgres://frontdesk:password@localhost:5432/frontdesk',
      secret: true,
    },
  ),
  DATABASE_POOL_SIZE: variable(wholeNumber(1, 1000), {
    section: 'Data',
    default: '10',
    description: 'Connections of one process to Postgres; the embedded database always has one.',
  }),

  ...sessionVariables,
  ...redisVariables,

  AUTH_TOKEN_SECRET: optionalVariable(text(/^.{32,}$/s, `at least ${MIN_SECRET_LENGTH} characters`), {
    section: 'Secrets',
    otherwise: 'one is made and kept in DATA_DIR; production refuses to start',
    description: "Signs customers' session tokens. The command openssl rand -base64 48 makes one.",
    secret: true,
  }),
  AUTH_TOKEN_SECRETS: optionalVariable(
    list(isSecret, `secrets of at least ${MIN_SECRET_LENGTH} characters each, separated by commas`),
    {
      section: 'Secrets',
      otherwise: 'AUTH_TOKEN_SECRET decides',
      description: 'Several secrets, to change them without logging anybody out: the first signs, all of them verify.',
      secret: true,
    },
  ),
  ADMIN_API_KEY: optionalVariable(text(/^[\x21-\x7e]+$/, 'visible ASCII characters without blanks'), {
    section: 'Secrets',
    otherwise: 'one is made and printed in development; production refuses to start',
    description: `The first administrator's API key; at least ${MIN_SECRET_LENGTH} characters in production.`,
    secret: true,
  }),

  ...groundingVariables,
  KNOWLEDGE_LANGUAGE: variable(text(/^[a-z_][a-z0-9_]{0,62}$/, 'a lower-case name such as english or german'), {
    section: 'Knowledge and answers',
    default: 'english',
    description: 'The language of your documents: a text search configuration of Postgres.',
  }),
  SAMPLE_KNOWLEDGE: optionalVariable(flag(), {
    section: 'Knowledge and answers',
    otherwise: 'true in development, else false',
    description: 'Loads ten sample documents into an empty knowledge base.',
  }),

  ...embeddingVariables,
  ...llmVariables,
  ...agentVariables,
  ...escalationVariables,
  ...handoffVariables,
  ...realtimeVariables,
  ...webhookVariables,
  ...attachmentVariables,
  ...toolsVariables,
  ...domainToolsVariables,
  ...identityVariables,
  ...rateLimitVariables,
  ...overloadVariables,
  ...retentionVariables,
  ...piiVariables,
  ...httpVariables,
  ...telemetryVariables,
};

/** Reads the raw text of all variables; a missing key means not set. */
export const environmentSchema = z.object(environmentVariables);

/** Every variable, read and typed. */
export type EnvironmentValues = z.infer<typeof environmentSchema>;

/** The name of a variable of this version. */
export type EnvironmentName = keyof EnvironmentValues;
