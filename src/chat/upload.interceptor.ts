import {
  type CallHandler,
  type ExecutionContext,
  HttpException,
  Injectable,
  type NestInterceptor,
  PayloadTooLargeException,
} from '@nestjs/common';
import { catchError, type Observable } from 'rxjs';
import { ValidationFailed } from '../common/app-error.js';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { AttachmentTooLarge } from '../tools/attachment/attachment.errors.js';

/** Gives failures of the multipart parser, which stands behind it, the product's codes. */
@Injectable()
export class UploadErrors implements NestInterceptor {
  constructor(@InjectConfig() private readonly config: AppConfig) {}

  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        throw this.translated(error);
      }),
    );
  }

  private translated(error: unknown): unknown {
    if (isBrokenOff(error)) return new ValidationFailed('The form broke off.', { cause: error });
    if (!(error instanceof HttpException)) return error;
    if (error instanceof PayloadTooLargeException) {
      const megabytes = this.config.attachments.maxBytes / (1024 * 1024);
      return new AttachmentTooLarge(`A file may have at most ${megabytes} MB.`, { cause: error });
    }
    return new ValidationFailed(`The form can't be read: ${error.message}.`, {
      cause: error,
      problems: [{ field: 'file', message: 'must come as one file in the multipart/form-data field "file"' }],
    });
  }
}

/** How multer (2.5) says that the sender hung up: nobody hears the answer, but the log must not call it a fault of ours. */
function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && /^Request (aborted|closed)$/.test(error.message);
}
