import { AppError } from '../../common/app-error.js';

/** The virus scanner found something in the file. Nothing of it was kept. */
export class AttachmentInfected extends AppError {
  readonly code = 'attachment_infected';
  readonly kind = 'unprocessable';
}

/** Files are to be scanned and the scanner does not answer. Nothing was kept. */
export class AttachmentScannerUnavailable extends AppError {
  readonly code = 'attachment_scanner_unavailable';
  readonly kind = 'unavailable';
  override readonly retryable = true;
}

/** The place where files are kept can't be used now. Nothing was kept. */
export class AttachmentStorageUnavailable extends AppError {
  readonly code = 'attachment_storage_unavailable';
  readonly kind = 'unavailable';
  override readonly retryable = true;
}

/** The session holds as many files, or as many bytes of them, as it may. Deleting one makes room. */
export class AttachmentLimitReached extends AppError {
  readonly code = 'attachment_limit_reached';
  readonly kind = 'conflict';
}
