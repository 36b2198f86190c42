import { type CrossRule } from './cross-rule.js';
import { type EnvironmentValues } from './env.schema.js';

/** Limits of single requests. Times in ms, sizes in bytes. */
export interface HttpConfig {
  readonly bodyLimitBytes: number;
  readonly jsonDepth: number;
  readonly urlLimitBytes: number;
  readonly headerLimitBytes: number;
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly keepAliveMs: number;
  readonly maxConnections: number;
}

/** Connections besides sockets, where the sum is not said. */
const OTHER_CONNECTIONS = 10_000;

/** That part of the configuration, of variables that keep `httpRules`. */
export function httpConfig(values: EnvironmentValues): HttpConfig {
  return {
    bodyLimitBytes: values.HTTP_BODY_LIMIT_KB * 1024,
    jsonDepth: values.HTTP_JSON_DEPTH,
    urlLimitBytes: values.HTTP_URL_LIMIT_KB * 1024,
    headerLimitBytes: values.HTTP_HEADER_LIMIT_KB * 1024,
    headersTimeoutMs: values.HTTP_HEADERS_TIMEOUT_SECONDS * 1000,
    requestTimeoutMs: values.HTTP_REQUEST_TIMEOUT_SECONDS * 1000,
    keepAliveMs: values.HTTP_KEEP_ALIVE_SECONDS * 1000,
    maxConnections: values.HTTP_MAX_CONNECTIONS ?? values.SOCKET_MAX_CONNECTIONS + OTHER_CONNECTIONS,
  };
}

/** What must hold between these variables and others. */
export const httpRules: readonly CrossRule[] = [
  {
    names: ['HTTP_HEADERS_TIMEOUT_SECONDS', 'HTTP_REQUEST_TIMEOUT_SECONDS'],
    broken: (values) => values.HTTP_HEADERS_TIMEOUT_SECONDS > values.HTTP_REQUEST_TIMEOUT_SECONDS,
    message: 'must not be longer than HTTP_REQUEST_TIMEOUT_SECONDS, which includes it.',
  },
  {
    names: ['HTTP_URL_LIMIT_KB', 'HTTP_HEADER_LIMIT_KB'],
    broken: (values) => values.HTTP_URL_LIMIT_KB > values.HTTP_HEADER_LIMIT_KB,
    message: 'must not be larger than HTTP_HEADER_LIMIT_KB, which includes it.',
  },
  {
    names: ['HTTP_MAX_CONNECTIONS', 'SOCKET_MAX_CONNECTIONS'],
    broken: ({ HTTP_MAX_CONNECTIONS: all, SOCKET_MAX_CONNECTIONS: sockets }) => all !== undefined && all <= sockets,
    message: 'must be larger than SOCKET_MAX_CONNECTIONS: sockets are connections too, and others want one as well.',
  },
];
