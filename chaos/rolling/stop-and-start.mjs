/** Ends one instance as an orchestrator does and starts it again; what it took goes into `seen`. */
export async function stopAndStart(instance, seen) {
  const startedAt = performance.now();
  const code = await instance.kill('SIGTERM');
  const stoppedAt = performance.now();
  await instance.restart();
  seen.restarts += 1;
  seen.slowestStopMs = Math.max(seen.slowestStopMs, stoppedAt - startedAt);
  seen.slowestStartMs = Math.max(seen.slowestStartMs, performance.now() - stoppedAt);
  if (code !== 0) seen.badEnds.push(`${instance.name} ended with ${code}`);
}

/** What nothing has been seen of yet. */
export function nothingSeen() {
  return { restarts: 0, slowestStopMs: 0, slowestStartMs: 0, badEnds: [] };
}
