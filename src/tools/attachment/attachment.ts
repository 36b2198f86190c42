/** A file of a session that was read and may be asked about. */
export interface Attachment {
  readonly attachmentId: string;
  readonly sessionId: string;
  /** For people to recognise it by; no path, no control characters, at most 200 characters. */
  readonly filename: string;
  /** By content. */
  readonly mediaType: string;
  readonly bytes: number;
  /** Files that could not be read are refused, so there is no other status yet. */
  readonly status: 'ready';
  readonly pages: number | null;
  /** Length of its text in UTF-16 code units. */
  readonly textChars: number;
  /** The file says more than is kept of its text. */
  readonly truncated: boolean;
  /** The beginning of its text. */
  readonly preview: string;
  readonly createdAt: Date;
}

/** A file as it came in: written to `path` by the transport, which also removes it. */
export interface IncomingFile {
  readonly sessionId: string;
  readonly path: string;
  /** As the sender calls it. */
  readonly filename: string;
  readonly bytes: number;
  /** Of its bytes. */
  readonly sha256: Buffer;
}

/** How much a session may hold. */
export interface AttachmentLimits {
  readonly maxFilesPerSession: number;
  readonly maxBytesPerSession: number;
}
