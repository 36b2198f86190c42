/** Looks for viruses in a file before anything else reads it. */
export interface VirusScanner {
  /**
   * @param path of the file, which stays where it is
   * @throws AttachmentInfected when it found something
   * @throws AttachmentScannerUnavailable when it did not say
   */
  scan(path: string, signal: AbortSignal): Promise<void>;
}
