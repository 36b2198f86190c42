import type { Entry, ZipFile } from 'yauzl';

/** An Office file's zip archive that `inspectArchive` found safe to unpack. */
export class ZipArchive {
  readonly #file: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  constructor(file: ZipFile, entries: readonly Entry[]) {
    this.#file = file;
    this.#entries = new Map(entries.map((entry) => [entry.fileName, entry]));
  }

  /** Names of the parts, in the archive's order. */
  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** The part of this name as UTF-8; undefined when there is none. */
  async text(name: string): Promise<string | undefined> {
    const entry = this.#entries.get(name);
    if (!entry) return undefined;
    const chunks: Buffer[] = [];
    for await (const chunk of await this.#file.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  }
}
