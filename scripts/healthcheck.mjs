// The container's health check: whether the process answers at all. A dependency that is away is no reason to restart it.
const port = process.env.API_PORT ?? '8000';
const signal = AbortSignal.timeout(2500);

try {
  const { ok } = await fetch(`http://127.0.0.1:${port}/health/live`, { signal });
  process.exitCode = ok ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
