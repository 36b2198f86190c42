import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { finalize, type Observable } from 'rxjs';
import { AttachmentReaderBusy } from '../tools/attachment/attachment.errors.js';

/** Uploads that one process receives and reads at a time: each has a file open, and a part of it in memory. */
const MOST_UPLOADS = 64;
/** When to try again, in seconds: files take their time. */
const RETRY_AFTER_SECONDS = 5;

/** Refuses uploads beyond those that the process has in hand, before anything of the file is read. Stands before the multipart parser. */
@Injectable()
export class UploadPlaces implements NestInterceptor {
  private taken = 0;

  /** @throws AttachmentReaderBusy */
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (this.taken >= MOST_UPLOADS) {
      throw new AttachmentReaderBusy('Too many files come in at once. Send the file again shortly.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    this.taken += 1;
    return next.handle().pipe(
      finalize(() => {
        this.taken -= 1;
      }),
    );
  }
}
