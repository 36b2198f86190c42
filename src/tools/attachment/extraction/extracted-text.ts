/** A part of a file that a reader can name: `Page 3`, `Sheet Orders`, `Slide 2`; empty where the file has no such parts. */
export interface TextSection {
  readonly label: string;
  /** Where the part begins in the text, and where it ends (exclusive), in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
}

/** What a file says. Sections cover the text in its order, without the blank lines between them. */
export interface ExtractedText {
  /** By content, never by name. */
  readonly mediaType: string;
  /** Never blank; well-formed, without NUL and other control characters, lines ended by line feeds. */
  readonly text: string;
  readonly sections: readonly TextSection[];
  /** The file says more than `ExtractionLimits.textChars`; the text is its beginning. */
  readonly truncated: boolean;
  /** Pages or slides of a file that has them. */
  readonly pages?: number;
  /** The title that the file gives itself: a document's title, a mail's subject. At most 200 characters. */
  readonly title?: string;
}

/** A part as a format's reader hands it over, before the text is composed. */
export interface TextPart {
  readonly label: string;
  readonly text: string;
}

/** What the reader of one format found. */
export interface FileContent {
  readonly parts: readonly TextPart[];
  readonly pages?: number;
  readonly title?: string;
  /** The reader stopped before the end, at a limit. */
  readonly truncated?: boolean;
}
