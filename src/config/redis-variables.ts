import { flag, text, wholeNumber } from './env-values.js';
import { optionalVariable, variable } from './env-variable.js';
import { MAX_REDIS_DB, parseRedisUrl, type RedisTarget } from './redis-url.js';
import { z } from 'zod';

const section = 'Redis';

const redisUrl = z.string().transform((value, context): RedisTarget => {
  const target = parseRedisUrl(value);
  if (target) return target;
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});

/** Where Redis is and how it is used; all of it matters only with `SESSION_STORE_TYPE=redis`. */
export const redisVariables = {
  REDIS_URL: optionalVariable(
    {
      schema: redisUrl,
      expects:
        'redis://user:password@host:6379/0 (rediss:// with TLS), redis+sentinel://host:26379,host:26379/master-name or redis+cluster://host:6379,host:6379, with user and password percent-encoded',
    },
    {
      section,
      otherwise: 'REDIS_HOST decides',
      description:
        'The Redis that all processes share, version 7.0 or newer: one server, one behind Sentinels, or a cluster. Certificates of an authority of your own are trusted through NODE_EXTRA_CA_CERTS.',
      example: 'redis://frontdesk:password@localhost:6379/0',
      secret: true,
    },
  ),
  REDIS_HOST: optionalVariable(text(/^[\w.:%-]+$/, 'a host name or an IP address'), {
    section,
    otherwise: 'REDIS_URL decides',
    description:
      'The host of a single Redis without TLS, for those who prefer parts to an address; set one of the two.',
  }),
  REDIS_PORT: optionalVariable(wholeNumber(1, 65_535), {
    section,
    otherwise: '6379',
    description: 'The port at REDIS_HOST.',
  }),
  REDIS_USERNAME: optionalVariable(text(/^\S+$/, 'a name without blanks'), {
    section,
    otherwise: "Redis' user default",
    description: 'The user (ACL) at REDIS_HOST.',
  }),
  REDIS_PASSWORD: optionalVariable(text(/^.+$/s, 'a password'), {
    section,
    otherwise: 'none is sent',
    description: 'The password at REDIS_HOST, or at a REDIS_URL that names none.',
    secret: true,
  }),
  REDIS_DB: optionalVariable(wholeNumber(0, MAX_REDIS_DB), {
    section,
    otherwise: '0',
    description: 'The number of the database at REDIS_HOST.',
  }),
  REDIS_SENTINEL_USERNAME: optionalVariable(text(/^\S+$/, 'a name without blanks'), {
    section,
    otherwise: "Redis' user default",
    description: 'The user (ACL) at the Sentinels, which have users of their own.',
  }),
  REDIS_SENTINEL_PASSWORD: optionalVariable(text(/^.+$/s, 'a password'), {
    section,
    otherwise: 'none is sent',
    description: 'The password at the Sentinels; the one in REDIS_URL is for the servers that they name.',
    secret: true,
  }),
  REDIS_SOCKET_TIMEOUT: variable(wholeNumber(1, 60), {
    section,
    default: '3',
    description: 'Seconds of silence with a command under way after which a connection is given up and made anew.',
  }),
  REDIS_SOCKET_CONNECT_TIMEOUT: variable(wholeNumber(1, 60), {
    section,
    default: '1',
    description: 'Seconds that making a connection may take.',
  }),
  REDIS_SESSION_KEY_PREFIX: variable(text(/^[^\s{}]{1,100}$/, 'up to 100 characters without blanks and braces'), {
    section,
    default: 'agent:session:',
    description: 'What the names of all keys begin with; two desks on one Redis need two of them.',
  }),
  REDIS_ALLOW_EVICTION: variable(flag(), {
    section,
    default: 'false',
    description:
      'Accepts a Redis whose maxmemory-policy is not noeviction. It may then drop live sessions, which are rebuilt from their conversations on their next use.',
  }),
};
