/**
 * Starts a server that ends with `stop` or with the process that started it, however that ends; resolves when it is ready. Its
 * `folder` is removed with it.
 * @throws Error with the server's own output when it exits early or is not ready in time
 */
export function startGuardedServer(server: {
  readonly command: string;
  readonly args: readonly string[];
  readonly identity: { readonly uid?: number; readonly gid?: number };
  readonly folder: string;
  readonly isReady: () => Promise<boolean>;
  readonly readyWithinMs: number;
}): Promise<() => Promise<void>>;
