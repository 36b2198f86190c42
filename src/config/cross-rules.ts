import { type FieldProblem } from '../common/app-error.js';
import { attachmentRules } from './attachment-config.js';
import { type CrossRule } from './cross-rule.js';
import { MIN_SECRET_LENGTH } from './env-values.js';
import { embeddingRules } from './embedding-config.js';
import { type EnvironmentValues } from './env.schema.js';
import { escalationRules } from './escalation-config.js';
import { llmRules } from './llm-config.js';
import { redisRules } from './redis-config.js';
import { identityRules } from './identity-config.js';
import { rateLimitRules } from './rate-limit-config.js';
import { overloadRules } from './overload-config.js';
import { retentionRules } from './retention-config.js';
import { piiRules } from './pii-config.js';
import { httpRules } from './http-config.js';
import { telemetryRules } from './telemetry-config.js';
import { sessionRules } from './session-config.js';

const makeSecret = 'Make one with: openssl rand -base64 48';

const inProduction = (values: EnvironmentValues): boolean => values.ENVIRONMENT === 'production';

const rules: readonly CrossRule[] = [
  ...sessionRules,
  ...redisRules,
  ...attachmentRules,
  ...llmRules,
  ...escalationRules,
  ...embeddingRules,
  ...identityRules,
  ...rateLimitRules,
  ...overloadRules,
  ...retentionRules,
  ...piiRules,
  ...httpRules,
  ...telemetryRules,
  {
    names: ['INSTANCES', 'DATABASE_URL'],
    broken: (values) => values.INSTANCES > 1 && values.DATABASE_URL === undefined,
    message: 'is above 1, but the embedded database serves one process. Set DATABASE_URL, or INSTANCES=1.',
  },
  {
    names: ['CORS_ORIGINS'],
    broken: ({ CORS_ORIGINS: origins = [] }) => origins.includes('*') && origins.length > 1,
    message: 'mixes * with origins. Name the origins, or set * alone.',
  },
  {
    names: ['CORS_ORIGINS', 'ENVIRONMENT'],
    broken: (values) => inProduction(values) && values.CORS_ORIGINS?.includes('*') === true,
    message: 'must not be * in production. Name the origins of your own pages.',
  },
  {
    names: ['AUTH_TOKEN_SECRETS', 'AUTH_TOKEN_SECRET'],
    broken: (values) => values.AUTH_TOKEN_SECRETS !== undefined && values.AUTH_TOKEN_SECRET !== undefined,
    message: 'is set beside AUTH_TOKEN_SECRET. Move that secret into the list and remove AUTH_TOKEN_SECRET.',
  },
  {
    names: ['AUTH_TOKEN_SECRET', 'AUTH_TOKEN_SECRETS', 'ENVIRONMENT'],
    broken: (values) => inProduction(values) && !values.AUTH_TOKEN_SECRET && !values.AUTH_TOKEN_SECRETS?.length,
    message: `is required in production: at least ${MIN_SECRET_LENGTH} characters. ${makeSecret}`,
  },
  {
    names: ['ADMIN_API_KEY', 'ENVIRONMENT'],
    broken: (values) => inProduction(values) && (values.ADMIN_API_KEY?.length ?? 0) < MIN_SECRET_LENGTH,
    message: `is required in production, with at least ${MIN_SECRET_LENGTH} characters. ${makeSecret}`,
  },
];

/** Problems of variables with each other. A rule over a variable that is wrong by itself (`wrong`) stays silent. */
export function crossProblems(values: EnvironmentValues, wrong: ReadonlySet<string>): FieldProblem[] {
  return rules
    .filter((rule) => rule.names.every((name) => !wrong.has(name)) && rule.broken(values))
    .map((rule) => ({ field: rule.names[0], message: rule.message }));
}
