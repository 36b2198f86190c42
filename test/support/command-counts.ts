import { type Redis } from 'ioredis';

/** How often each command ran on a server since its last `CONFIG RESETSTAT`, those inside scripts included, in lower case. */
export async function commandCounts(admin: Redis): Promise<ReadonlyMap<string, number>> {
  const info = await admin.info('commandstats');
  return new Map(
    [...info.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].map(([, name = '', calls]) => [name, Number(calls)]),
  );
}
