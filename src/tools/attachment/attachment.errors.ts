import { AppError } from '../../common/app-error.js';

/** The file has more bytes than an upload may have. */
export class AttachmentTooLarge extends AppError {
  readonly code = 'attachment_too_large';
  readonly kind = 'too_large';
}

/** A kind of file that is not read, by its content; its name does not count. The message lists what is read. */
export class AttachmentTypeUnsupported extends AppError {
  readonly code = 'attachment_type_unsupported';
  readonly kind = 'unsupported';
}

/** The file opens only with a password. */
export class AttachmentEncrypted extends AppError {
  readonly code = 'attachment_encrypted';
  readonly kind = 'unprocessable';
}

/** The file is damaged, cut short, or not what its name says. */
export class AttachmentCorrupt extends AppError {
  readonly code = 'attachment_corrupt';
  readonly kind = 'unprocessable';
}

/** The file has no content. */
export class AttachmentEmpty extends AppError {
  readonly code = 'attachment_empty';
  readonly kind = 'unprocessable';
}

/** The file has pages but no text on them: a scan, or photographs. */
export class AttachmentWithoutText extends AppError {
  readonly code = 'attachment_no_text';
  readonly kind = 'unprocessable';
}

/** Reading the file takes more pages, cells, unpacked bytes or memory than a file may take; a bomb ends here too. */
export class AttachmentTooComplex extends AppError {
  readonly code = 'attachment_too_complex';
  readonly kind = 'unprocessable';
}

/** Reading the file took longer than a file may take. */
export class AttachmentTimeout extends AppError {
  readonly code = 'attachment_timeout';
  readonly kind = 'unprocessable';
}

/** The file was not read for a reason that none of the other codes names: the reading process ended by itself. */
export class AttachmentUnreadable extends AppError {
  readonly code = 'attachment_unreadable';
  readonly kind = 'unprocessable';
}

/** As many files are being read, and wait to be read, as this instance takes; or it is stopping. */
export class AttachmentReaderBusy extends AppError {
  readonly code = 'attachment_reader_busy';
  readonly kind = 'unavailable';
  override readonly retryable = true;
}

/** The desk is set up to take no files. */
export class AttachmentsDisabled extends AppError {
  readonly code = 'attachments_disabled';
  readonly kind = 'forbidden';
}
