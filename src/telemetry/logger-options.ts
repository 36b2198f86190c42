import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Request } from 'express';
import { type Params } from 'nestjs-pino';
import { type DestinationStream } from 'pino';
import { type AppConfig } from '../config/app-config.js';
import { currentIds } from './log-ids.js';
import { loggedPath } from './route-of.js';

const PROBES = /^\/(health|livez|readyz|startupz|metrics)/;

/**
 * Structured logs: one line a request, each line with the ids of its request and its trace. Bodies, headers and query strings are not
 * logged at all, and of a path only the pattern of its route, so no message text, token, key or name can get in.
 */
export function loggerOptions({ log }: Pick<AppConfig, 'log'>, stream: DestinationStream): Params {
  return {
    pinoHttp: [
      {
        level: log.level,
        base: undefined,
        timestamp: () => `,"time":"${new Date().toISOString()}"`,
        formatters: { level: (label) => ({ level: label }) },
        mixin: () => ({ ...currentIds() }),
        autoLogging: { ignore: (request) => PROBES.test(request.url ?? '') },
        customLogLevel: (_request, response, error) => levelOf(response, error),
        quietReqLogger: true,
        // What is known of a request at its beginning is its raw path; it is told at the end, by its pattern.
        customAttributeKeys: { req: 'received', reqId: 'httpId' },
        serializers: { received: () => undefined, res: describeResponse },
        customSuccessObject: (request, _response, line: object) => ({ req: describeRequest(request), ...line }),
        customErrorObject: (request, response, _error, line: object) => ({
          req: describeRequest(request),
          ...line,
          ...(isRefusal(response) ? { err: undefined } : {}),
        }),
      },
      stream,
    ],
  };
}

function levelOf(response: ServerResponse, error?: Error): 'error' | 'warn' | 'info' {
  if (isRefusal(response)) return 'warn';
  if (error || response.statusCode >= 500) return 'error';
  return response.statusCode >= 400 ? 'warn' : 'info';
}

/** The caller was told when to come back: a bound did its work, perhaps a thousand times a second. */
function isRefusal(response: ServerResponse): boolean {
  return response.hasHeader('retry-after');
}

function describeRequest(request: IncomingMessage): object {
  return { method: request.method, path: loggedPath(request as Request) };
}

function describeResponse({ statusCode }: Pick<ServerResponse, 'statusCode'>): object {
  return { statusCode };
}
