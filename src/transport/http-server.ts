import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import { type Duplex } from 'node:stream';
import { Logger } from '@nestjs/common';
import { type AppError, ValidationFailed } from '../common/app-error.js';
import { newId } from '../common/ids.js';
import { toProblem } from '../common/problem.js';
import { type HttpConfig } from '../config/http-config.js';
import { systemErrorCode } from '../config/system-error.js';
import { HeadersTooLarge, RequestTimeout } from './transport.errors.js';

/** A refused sender may still be sending: its connection is drained for this long, in ms, so that it sees the answer. */
const LINGER_MS = 1000;

/** Sets what one request and one connection may cost, and answers requests that are no HTTP or come too slowly. */
export function limitHttpServer(server: Server, http: HttpConfig): void {
  server.headersTimeout = http.headersTimeoutMs;
  server.requestTimeout = http.requestTimeoutMs;
  server.keepAliveTimeout = http.keepAliveMs;
  server.maxConnections = http.maxConnections;
  // Node reads these from the server for every connection, or when it begins to listen; its types know them as options only.
  Object.assign(server, {
    maxHeaderSize: http.headerLimitBytes,
    requireHostHeader: false,
    // How often the two timeouts are looked at.
    connectionsCheckingInterval: Math.min(5000, http.headersTimeoutMs / 2),
  });
  answerUnreadable(server);
}

function answerUnreadable(server: Server): void {
  const logger = new Logger('Http');
  const answers = new WeakMap<Duplex, ServerResponse>();
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    answers.set(socket, response);
  });
  server.on('clientError', (error: Error, socket) => {
    const answer = answers.get(socket);
    const begun = answer !== undefined && answer.headersSent && !answer.writableEnded;
    if (!socket.writable || begun || systemErrorCode(error) === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const requestId = newId('req');
    const failure = failureOf(error);
    logger.debug({ event: 'request_unreadable', requestId, code: failure.code, reason: systemErrorCode(error) });
    socket.end(problemResponse(failure, requestId));
    socket.resume();
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  });
}

/** What Node's parser and its timeouts say, by the code of their errors. */
function failureOf(error: Error): AppError {
  const reason = systemErrorCode(error);
  if (reason === 'HPE_HEADER_OVERFLOW')
    return new HeadersTooLarge('The headers of the request are too large. Send fewer.');
  if (reason === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new RequestTimeout('The request did not arrive in time. Send it again.');
  }
  return ValidationFailed.of('request', 'must be HTTP/1.1');
}

/** Written by hand: there is no request to answer. */
function problemResponse(failure: AppError, requestId: string): string {
  const problem = toProblem(failure, { requestId });
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    `X-Request-Id: ${requestId}`,
    '',
    body,
  ].join('\r\n');
}
