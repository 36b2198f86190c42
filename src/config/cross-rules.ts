import { type FieldProblem } from '../common/app-error.js';
import { MIN_SECRET_LENGTH } from './env-values.js';
import { type EnvironmentName, type EnvironmentValues } from './env.schema.js';

/** Seconds a session lives without a message when neither variable is set. */
const DEFAULT_IDLE_SECONDS = 1800;

const makeSecret = 'Make one with: openssl rand -base64 48';

/** A rule over several variables: `message` completes the sentence that begins with the first name. */
interface CrossRule {
  readonly names: readonly [EnvironmentName, ...EnvironmentName[]];
  readonly broken: (values: EnvironmentValues) => boolean;
  readonly message: string;
}

/** The idle time of a session in seconds, from whichever of its two variables is set. */
export function idleTimeoutSeconds(values: EnvironmentValues): number {
  const minutes = values.SESSION_TIMEOUT_MINUTES;
  return values.SESSION_TIMEOUT_SECONDS ?? (minutes === undefined ? DEFAULT_IDLE_SECONDS : minutes * 60);
}

const inProduction = (values: EnvironmentValues): boolean => values.ENVIRONMENT === 'production';

const rules: readonly CrossRule[] = [
  {
    names: ['INSTANCES', 'SESSION_STORE_TYPE'],
    broken: (values) => values.INSTANCES > 1,
    message: 'is above 1, but SESSION_STORE_TYPE=in_memory keeps sessions in one process. Set INSTANCES=1.',
  },
  {
    names: ['INSTANCES', 'DATABASE_URL'],
    broken: (values) => values.INSTANCES > 1 && values.DATABASE_URL === undefined,
    message: 'is above 1, but the embedded database serves one process. Set DATABASE_URL, or INSTANCES=1.',
  },
  {
    names: ['SESSION_TIMEOUT_MINUTES', 'SESSION_TIMEOUT_SECONDS'],
    broken: ({ SESSION_TIMEOUT_MINUTES: minutes, SESSION_TIMEOUT_SECONDS: seconds }) =>
      minutes !== undefined && seconds !== undefined && minutes * 60 !== seconds,
    message: 'contradicts SESSION_TIMEOUT_SECONDS. Set one of the two.',
  },
  {
    names: ['SESSION_ABSOLUTE_TIMEOUT_SECONDS', 'SESSION_TIMEOUT_SECONDS', 'SESSION_TIMEOUT_MINUTES'],
    broken: (values) => idleTimeoutSeconds(values) > values.SESSION_ABSOLUTE_TIMEOUT_SECONDS,
    message: 'is shorter than the time a session may be idle. Raise it, or lower SESSION_TIMEOUT_SECONDS.',
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
