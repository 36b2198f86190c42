declare module 'pino-roll' {
  import { type EventEmitter } from 'node:events';

  /** The file being written (a SonicBoom); its events are `ready`, `write`, `drop` and `error`. */
  interface RollingFile extends EventEmitter {
    write(line: string): boolean;
    /** @throws what the system said */
    flushSync(): void;
  }

  interface RollingOptions {
    readonly file: string;
    /** A number with k, m or g. */
    readonly size: string;
    readonly limit: { readonly count: number; readonly removeOtherLogFiles: boolean };
    /** Bytes that may wait. */
    readonly maxLength: number;
  }

  export default function openRollingFile(options: RollingOptions): Promise<RollingFile>;
}
