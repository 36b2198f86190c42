import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { SESSION_ID_PATTERN } from '../session/session-id.js';
import { type Attachment } from '../tools/attachment/attachment.js';

/** A multipart form with a file and the session it is for. */
export class UploadAttachmentDto {
  /** The session that the file is for; a customer's own. */
  @Matches(SESSION_ID_PATTERN, { message: 'sessionId must be 1 to 128 characters of A-Z a-z 0-9 . _ : -' })
  sessionId: string;

  /** PDF, Word, Excel, PowerPoint, OpenDocument text, HTML, CSV, e-mail, Markdown, JSON or plain text. The multipart parser takes it out of the body. */
  @ApiProperty({ type: 'string', format: 'binary' })
  @IsOptional()
  file?: unknown;
}

export class AttachmentDto {
  /** Send it in `attachmentIds` with the message that is about the file. @example 'att_1f0c9c2e8a5b4d7e9f00a1b2c3d4e5f6' */
  attachmentId: string;
  sessionId: string;
  /** For people to recognise the file by. */
  filename: string;
  /** By content, whatever the sender said. */
  mediaType: string;
  bytes: number;
  /** `ready`: it can be asked about. A file that can't be read is refused. */
  status: 'ready';
  /** Pages or slides, of files that have them. */
  pages: number | null;
  /** The file says more than is kept of its text. */
  truncated: boolean;
  /** The beginning of its text. */
  preview: string;
  createdAt: string;

  static of(attachment: Attachment): AttachmentDto {
    const { attachmentId, sessionId, filename, mediaType, bytes, status, pages, truncated, preview, createdAt } =
      attachment;
    const file = { attachmentId, sessionId, filename, mediaType, bytes, status, pages, truncated, preview };
    return { ...file, createdAt: createdAt.toISOString() };
  }
}

export class AttachmentTextDto {
  text: string;
  /** The file says more than this. */
  truncated: boolean;
}
