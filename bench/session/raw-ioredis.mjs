// What one writes by hand over ioredis: a hash with a counter moved by Lua, or the session as one JSON text.
import { Redis } from 'ioredis';
import { SAMPLE } from './sample-session.mjs';

const TTL_SECONDS = 1_800;

const connect = async (url) => {
  const client = new Redis(url);
  client.on('error', () => undefined);
  await client.ping();
  return client;
};

/** A hash, its counter by a script of one HINCRBY. */
export async function ioredisLua(url) {
  const client = await connect(url);
  client.defineCommand('count', { numberOfKeys: 1, lua: "return redis.call('HINCRBY', KEYS[1], ARGV[1], 1)" });
  const key = (id) => `raw:h:${id}`;
  const set = (id, name, value) => client.hset(key(id), `m:${name}`, JSON.stringify(value));
  return {
    create: async (id) => {
      const { metadata, ...rest } = SAMPLE;
      const fields = Object.entries(metadata).map(([name, value]) => [`m:${name}`, JSON.stringify(value)]);
      await client.hset(key(id), { ...rest, ...Object.fromEntries(fields), messageCount: 0 });
      await client.expire(key(id), TTL_SECONDS);
    },
    read: async (id) => {
      const hash = await client.hgetall(key(id));
      if (Object.keys(hash).length === 0) return null;
      const metadata = Object.entries(hash).filter(([name]) => name.startsWith('m:'));
      const values = Object.fromEntries(metadata.map(([name, text]) => [name.slice(2), JSON.parse(text)]));
      return { count: Number(hash.messageCount ?? 0), values };
    },
    increment: async (id) => {
      await client.count(key(id), 'messageCount');
      return true;
    },
    set,
    begin: async (id) => {
      await client.hgetall(key(id));
      return (name, value) => set(id, name, value);
    },
    touch: (id) => client.expire(key(id), TTL_SECONDS),
    remove: (id) => client.del(key(id)),
    close: async () => client.disconnect(),
  };
}

/** One JSON text, read and written whole. */
export async function ioredisJson(url) {
  const client = await connect(url);
  const key = (id) => `raw:j:${id}`;
  const load = async (id) => JSON.parse((await client.get(key(id))) ?? 'null');
  const save = (id, session) => client.set(key(id), JSON.stringify(session), 'EX', TTL_SECONDS);
  return blobContestant({
    load,
    save,
    touch: (id) => client.expire(key(id), TTL_SECONDS),
    remove: (id) => client.del(key(id)),
    close: async () => client.disconnect(),
  });
}

/** A store that knows sessions only whole: every change is a read, a change here and a write. */
export function blobContestant({ load, save, touch, remove, close }) {
  return {
    create: (id) => save(id, { ...SAMPLE, metadata: { ...SAMPLE.metadata }, messageCount: 0 }),
    read: async (id) => {
      const session = await load(id);
      return session ? { count: session.messageCount, values: session.metadata } : null;
    },
    increment: async (id) => {
      const session = await load(id);
      session.messageCount += 1;
      await save(id, session);
      return true;
    },
    set: async (id, name, value) => {
      const session = await load(id);
      session.metadata[name] = value;
      await save(id, session);
    },
    begin: async (id) => {
      const session = await load(id);
      return async (name, value) => {
        session.metadata[name] = value;
        await save(id, session);
      };
    },
    touch,
    remove,
    close,
  };
}
