import { RedisStore } from 'connect-redis';
import { createClient } from 'redis';
import { blobContestant } from './raw-ioredis.mjs';

/** connect-redis over node-redis with default settings, used as express-session uses it: get, set, destroy. */
export async function connectRedis(url) {
  const client = createClient({ url });
  client.on('error', () => undefined);
  await client.connect();
  const store = new RedisStore({ client, prefix: 'cr:' });
  const cookie = { originalMaxAge: 1_800_000 };
  const contestant = blobContestant({
    load: (id) => store.get(id),
    save: (id, session) => store.set(id, { ...session, cookie: { ...cookie, expires: inHalfAnHour() } }),
    touch: async (id) => store.touch(id, { cookie: { expires: inHalfAnHour() } }),
    remove: (id) => store.destroy(id),
    close: async () => client.destroy(),
  });
  return { ...contestant, store };
}

/** express-session moves the expiry with every request. */
const inHalfAnHour = () => new Date(Date.now() + 1_800_000).toISOString();
