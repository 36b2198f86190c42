import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Params } from 'nestjs-pino';
import { type AppConfig } from '../config/app-config.js';
import { currentRequestId } from './request-context.js';

const PROBES = /^\/(health|livez|readyz|startupz|metrics)/;

/**
 * Structured logs: one line a request, each with its requestId. Bodies, headers and query strings are not logged at all, so no
 * message text, token or key can get in.
 */
export function loggerOptions({ log }: Pick<AppConfig, 'log'>): Params {
  return {
    pinoHttp: {
      level: log.level,
      base: undefined,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => ({ requestId: currentRequestId() }),
      autoLogging: { ignore: (request) => PROBES.test(request.url ?? '') },
      customLogLevel: (_request, response, error) => levelOf(response, error),
      quietReqLogger: true,
      customAttributeKeys: { reqId: 'httpId' },
      serializers: { req: describeRequest, res: describeResponse },
    },
  };
}

function levelOf(response: ServerResponse, error?: Error): 'error' | 'warn' | 'info' {
  if (error || response.statusCode >= 500) return 'error';
  return response.statusCode >= 400 ? 'warn' : 'info';
}

function describeRequest({ method, url }: Pick<IncomingMessage, 'method' | 'url'>): object {
  return { method, path: url?.split('?')[0] };
}

function describeResponse({ statusCode }: Pick<ServerResponse, 'statusCode'>): object {
  return { statusCode };
}
