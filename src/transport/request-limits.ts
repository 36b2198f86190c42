import { type Request, type RequestHandler } from 'express';
import { ValidationFailed } from '../common/app-error.js';
import { AddressTooLong, MediaTypeUnsupported } from './transport.errors.js';

/** What is read of requests. */
export interface RequestLimits {
  readonly urlLimitBytes: number;
  /** Paths that take multipart/form-data. */
  readonly forms: readonly string[];
}

/** Refuses requests whose address or kind of body nobody here would read. */
export function requestLimits({ urlLimitBytes, forms }: RequestLimits): RequestHandler {
  return (request, _response, next) => {
    if (request.originalUrl.length > urlLimitBytes) {
      throw new AddressTooLong(`The address may have at most ${urlLimitBytes} characters. Send the rest in the body.`);
    }
    checkHeaders(request);
    const form = forms.includes(request.path);
    if (carriesBody(request) && !request.is(['application/json', ...(form ? ['multipart/form-data'] : [])])) {
      const orForm = form ? ', or a file as multipart/form-data,' : '';
      throw new MediaTypeUnsupported(`Send the body as application/json in UTF-8${orForm} and say so in Content-Type.`);
    }
    next();
  };
}

/** What Node on its own would refuse with an empty answer (RFC 9112, 3.2 and RFC 9110, 10.1.1). */
function checkHeaders({ headers, httpVersion }: Request): void {
  if (headers.host === undefined && httpVersion === '1.1') throw ValidationFailed.of('Host', 'is missing');
  if (headers.expect !== undefined && headers.expect.toLowerCase() !== '100-continue') {
    throw ValidationFailed.of('Expect', 'must be 100-continue, or be left out');
  }
}

/** Clients that send nothing still announce it: `Content-Length: 0`. */
function carriesBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
