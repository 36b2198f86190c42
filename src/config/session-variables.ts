import { flag, list, oneOf, text, wholeNumber } from './env-values.js';
import { optionalVariable, variable } from './env-variable.js';

const section = 'Sessions';
const days = 86_400;

/** 32 bytes in base64, as "openssl rand -base64 32" prints them. */
const KEY = '[A-Za-z0-9+/]{43}=';
const NAMED_KEY = new RegExp(`^[A-Za-z0-9_-]{1,16}:${KEY}$`);

/** Live sessions: where they are, how long they live, how they are held and protected. */
export const sessionVariables = {
  SESSION_STORE_TYPE: optionalVariable(oneOf('in_memory', 'redis'), {
    section,
    otherwise: 'in_memory, or redis with USE_SHARED_CONTEXT=true',
    description:
      'Where live sessions are kept: in the memory of the one process, or in the Redis that REDIS_URL names.',
    example: 'redis',
  }),
  USE_SHARED_CONTEXT: optionalVariable(flag(), {
    section,
    otherwise: 'SESSION_STORE_TYPE decides',
    description: 'true is another way to write SESSION_STORE_TYPE=redis.',
  }),
  SESSION_TIMEOUT_SECONDS: optionalVariable(wholeNumber(1, 365 * days), {
    section,
    otherwise: '1800 seconds',
    description: 'A session ends after this time without a message from its customer.',
    example: '1800',
  }),
  SESSION_TIMEOUT_MINUTES: optionalVariable(wholeNumber(1, 365 * 1440), {
    section,
    otherwise: 'SESSION_TIMEOUT_SECONDS decides',
    description: 'The same time in minutes, for those who prefer it; set one of the two.',
    example: '30',
  }),
  SESSION_ABSOLUTE_TIMEOUT_SECONDS: variable(wholeNumber(1, 365 * days), {
    section,
    default: '604800',
    description: 'A session ends this long after it began, however busy it is.',
  }),
  SESSION_MAX_SESSIONS: variable(wholeNumber(1, 10_000_000), {
    section,
    default: '10000',
    description:
      'How many live sessions the store in_memory holds; beyond it the one unused the longest leaves and is rebuilt on its next use. Redis is bounded by its own maxmemory.',
  }),
  SESSION_CLEANUP_INTERVAL: variable(wholeNumber(1, days), {
    section,
    default: '300',
    description: 'Seconds between two sweeps of ended sessions.',
  }),
  SESSION_LOCKING_ENABLED: variable(flag(), {
    section,
    default: 'true',
    description:
      'Lets a turn hold its session, so that messages of one conversation are answered one after the other on however many processes. false leaves only the order within a process; of two turns that overlap, the record keeps the later one.',
  }),
  SESSION_LOCK_TIMEOUT_SECONDS: variable(wholeNumber(1, 600), {
    section,
    default: '15',
    description: 'After this time without renewal, the hold of a turn on its session ends.',
  }),
  SESSION_LOCK_RETRY_ATTEMPTS: optionalVariable(wholeNumber(0, 10_000), {
    section,
    otherwise: 'tried for as long as the message may wait',
    description:
      'How many more times a turn tries to take a session that another process holds, before the message is answered with conversation_busy.',
  }),
  SESSION_ENCRYPTION_ENABLED: optionalVariable(flag(), {
    section,
    otherwise: 'true when there is a key',
    description:
      'Seals what customers said and who they are (AES-256-GCM) before it leaves the process. Counters and times stay readable.',
  }),
  SESSION_ENCRYPTION_KEY: optionalVariable(text(new RegExp(`^${KEY}$`), '32 bytes in base64'), {
    section,
    otherwise: 'SESSION_ENCRYPTION_KEYS decides',
    description: 'The key that seals, known as k1. The command openssl rand -base64 32 makes one.',
    secret: true,
  }),
  SESSION_ENCRYPTION_KEYS: optionalVariable(
    list(
      (item) => NAMED_KEY.test(item),
      'name:key pairs separated by commas, each name of 1 to 16 letters, digits, _ or - and each key 32 bytes in base64',
    ),
    {
      section,
      otherwise: 'SESSION_ENCRYPTION_KEY decides',
      description: 'Several keys, to change them while serving: the first seals, all of them open.',
      secret: true,
    },
  ),
  SESSION_L1_CACHE_ENABLED: optionalVariable(flag(), {
    section,
    otherwise: 'true with Redis',
    description:
      'Keeps copies of recently read sessions in the process; Redis then confirms a copy in place of sending the session. Of no use beside in_memory.',
  }),
  SESSION_L1_CACHE_SIZE: variable(wholeNumber(1, 1_000_000), {
    section,
    default: '10000',
    description: 'How many copies a process keeps.',
  }),
  SESSION_L1_CACHE_TTL_SECONDS: variable(wholeNumber(1, 3600), {
    section,
    default: '60',
    description: 'Seconds after which a copy that Redis did not confirm is dropped.',
  }),
  SESSION_FINGERPRINTING_ENABLED: optionalVariable(flag(), {
    section,
    otherwise: 'false',
    description:
      'Binds a session to the browser it began in, so that a token that turns up elsewhere is noticed: the mode soft, or strict with SESSION_FINGERPRINT_STRICT.',
  }),
  SESSION_FINGERPRINT_STRICT: optionalVariable(flag(), {
    section,
    otherwise: 'false',
    description: 'Refuses such a token outright: the mode strict.',
  }),
  SESSION_FINGERPRINT_MODE: optionalVariable(oneOf('off', 'log', 'soft', 'strict'), {
    section,
    otherwise: 'the two switches above decide',
    description:
      'What happens when a token turns up in another browser: nothing is looked at; it is logged; the client must present the token again; it is refused.',
  }),
};
