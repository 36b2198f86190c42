import { AppError, NotFound, ValidationFailed } from '../common/app-error.js';

/** The request's body is over the limit. */
class PayloadTooLarge extends AppError {
  readonly code = 'payload_too_large';
  readonly kind = 'too_large';
}

/** The request's body has an encoding or charset that is not read here. */
class MediaTypeUnsupported extends AppError {
  readonly code = 'media_type_unsupported';
  readonly kind = 'unsupported';
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
      return new PayloadTooLarge('The request body is larger than 1 MB. Send less at once.', { cause: error });
    case 415:
      return new MediaTypeUnsupported('Send the body as application/json in UTF-8.', { cause: error });
    default:
      return new InternalError('Something went wrong on our side. Quote the requestId when you report it.', {
        cause: error,
      });
  }
}

function malformed(error: unknown): ValidationFailed {
  const field = error instanceof Error && /decode/i.test(error.message) ? 'url' : 'body';
  const message = field === 'url' ? 'has a broken %-escape' : 'must be valid JSON in UTF-8';
  return new ValidationFailed(`The request can't be read: its ${field} ${message}.`, {
    cause: error,
    problems: [{ field, message }],
  });
}

function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 500;
  if ('getStatus' in error && typeof error.getStatus === 'function')
    return Number((error.getStatus as () => unknown)());
  return 'status' in error && typeof error.status === 'number' ? error.status : 500;
}
