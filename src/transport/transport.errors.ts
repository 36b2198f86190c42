import { AppError, NotFound, ValidationFailed } from '../common/app-error.js';

/** The request's body is over the limit. */
class PayloadTooLarge extends AppError {
  readonly code = 'payload_too_large';
  readonly kind = 'too_large';
}

/** The request's body is of a kind, an encoding or a charset that is not read here. */
export class MediaTypeUnsupported extends AppError {
  readonly code = 'media_type_unsupported';
  readonly kind = 'unsupported';
}

/** The path with its query is over the limit. */
export class AddressTooLong extends AppError {
  readonly code = 'address_too_long';
  readonly kind = 'address_too_long';
}

/** The address is there, but not for this method. */
export class MethodNotAllowed extends AppError {
  readonly code = 'method_not_allowed';
  readonly kind = 'method_not_allowed';

  constructor(allowed: readonly string[]) {
    super(`This address takes ${allowed.join(', ')} only.`);
  }
}

/** The request did not arrive in time. */
export class RequestTimeout extends AppError {
  readonly code = 'request_timeout';
  readonly kind = 'timed_out';
  override readonly retryable = true;
}

/** The request's headers are over the limit. */
export class HeadersTooLarge extends AppError {
  readonly code = 'headers_too_large';
  readonly kind = 'headers_too_large';
}

/** A fault of ours. Its cause is logged under the requestId and never shown. */
class InternalError extends AppError {
  readonly code = 'internal';
  readonly kind = 'internal';
}

/** Body parsers and Nest speak HTTP; this gives their failures the product's codes. Anything unknown is ours to fix: internal. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  switch (statusOf(error)) {
    case 400:
      return malformed(error);
    case 404:
      return new NotFound('There is nothing at this address. The operations are listed in /openapi.json.', {
        cause: error,
      });
    case 413:
      return new PayloadTooLarge(`The request body is larger than ${limitOf(error)}. Send less at once.`, {
        cause: error,
      });
    case 415:
      return new MediaTypeUnsupported('Send the body as application/json in UTF-8, plain, gzip, deflate or br.', {
        cause: error,
      });
    default:
      return new InternalError('Something went wrong on our side. Quote the requestId when you report it.', {
        cause: error,
      });
  }
}

function malformed(error: unknown): ValidationFailed {
  const field = error instanceof Error && /decode/i.test(error.message) ? 'url' : 'body';
  const message = field === 'url' ? 'has a broken %-escape' : bodyMessage(error);
  return new ValidationFailed(`The request can't be read: its ${field} ${message}.`, {
    cause: error,
    problems: [{ field, message }],
  });
}

/** What body-parser says of JSON has a `type`; Nest's own 400 are of its multipart parser. */
function bodyMessage(error: unknown): string {
  const ofJson = typeof error === 'object' && error !== null && 'type' in error;
  return ofJson
    ? 'must be valid JSON in UTF-8'
    : 'must be a sound multipart/form-data form with the fields of this operation';
}

/** body-parser tells its limit, the multipart parser does not. */
function limitOf(error: unknown): string {
  const limit = typeof error === 'object' && error !== null && 'limit' in error ? Number(error.limit) : NaN;
  return Number.isFinite(limit) ? `${limit / 1024} kB` : 'this operation takes';
}

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 500;
  if ('getStatus' in error && typeof error.getStatus === 'function')
    return Number((error.getStatus as () => unknown)());
  return 'status' in error && typeof error.status === 'number' ? error.status : 500;
}
