/** What a misconfigured start is given: servers that are really there. */
export interface RefusalWorld {
  /** A migrated Postgres database of its own. */
  readonly databaseUrl: string;
  /** The same server and database, changed first by one statement; resolves to its URL. */
  readonly changed: (statement: string) => Promise<string>;
  /** A Redis with these arguments; resolves to its URL. */
  readonly redis: (...args: string[]) => Promise<string>;
  /** An empty folder. */
  readonly folder: string;
  /** A path in `folder` to a file with this content. */
  readonly file: (content: string) => string;
  /** A port on which something listens already. */
  readonly takenPort: () => Promise<number>;
  /** The folder in which a running desk has its embedded database. */
  readonly runningDesk: () => Promise<string>;
}

/** One way to set the desk up wrongly. */
export interface StartRefusal {
  /** As docs/start-up.md has it. */
  readonly wrong: string;
  /** What is said, as docs/start-up.md has it; `<...>` stands for what differs from machine to machine. */
  readonly said: string;
  /** Beside a configuration that would do. */
  readonly settings: (world: RefusalWorld) => Record<string, string> | Promise<Record<string, string>>;
}

/** Values that no message may repeat. */
export const SECRETS = ['s3cret-of-the-refusals', 'short-s3cret', 'bm90IGEga2V5'] as const;
const [SECRET, SHORT, NO_KEY] = SECRETS;

const GOOD_SECRET = 'a-good-secret-of-the-refusals-0123456789';
const production = { ENVIRONMENT: 'production', AUTH_TOKEN_SECRET: GOOD_SECRET, ADMIN_API_KEY: GOOD_SECRET };
const MAKE = 'Make one with: openssl rand -base64 48';

/** Every refusal of docs/start-up.md, in its order. */
export const START_REFUSALS: readonly StartRefusal[] = [
  {
    wrong: 'a variable that is spelled wrongly',
    said: 'SESSION_TIMOUT_SECONDS is unknown. Did you mean SESSION_TIMEOUT_SECONDS?',
    settings: () => ({ SESSION_TIMOUT_SECONDS: '5' }),
  },
  {
    wrong: 'a value that is none',
    said: 'API_PORT is "99999", but must be a whole number from 0 to 65535.',
    settings: () => ({ API_PORT: '99999' }),
  },
  {
    wrong: '`ENV_FILE` names no file',
    said: 'ENV_FILE names a file that cannot be read (ENOENT). Correct its path or its rights.',
    settings: ({ folder }) => ({ ENV_FILE: `${folder}/none` }),
  },
  {
    wrong: 'production without a secret for tokens',
    said: `AUTH_TOKEN_SECRET is required in production: at least 32 characters. ${MAKE}`,
    settings: () => ({ ENVIRONMENT: 'production', ADMIN_API_KEY: GOOD_SECRET }),
  },
  {
    wrong: 'a short secret',
    said: 'AUTH_TOKEN_SECRET must be at least 32 characters',
    settings: () => ({ ...production, AUTH_TOKEN_SECRET: SHORT }),
  },
  {
    wrong: "production without an administrator's key",
    said: `ADMIN_API_KEY is required in production, with at least 32 characters. ${MAKE}`,
    settings: () => ({ ENVIRONMENT: 'production', AUTH_TOKEN_SECRET: GOOD_SECRET }),
  },
  {
    wrong: 'every origin, in production',
    said: 'CORS_ORIGINS must not be * in production. Name the origins of your own pages.',
    settings: () => ({ ...production, CORS_ORIGINS: '*' }),
  },
  {
    wrong: 'several instances with sessions in memory',
    said: 'INSTANCES is above 1, but SESSION_STORE_TYPE=in_memory keeps sessions in one process. Set SESSION_STORE_TYPE=redis and REDIS_URL, or INSTANCES=1.',
    settings: ({ databaseUrl }) => ({ INSTANCES: '2', DATABASE_URL: databaseUrl }),
  },
  {
    wrong: 'several instances with the embedded database',
    said: 'INSTANCES is above 1, but the embedded database serves one process. Set DATABASE_URL, or INSTANCES=1.',
    settings: () => ({ INSTANCES: '2', SESSION_STORE_TYPE: 'redis', REDIS_URL: 'redis://127.0.0.1:1' }),
  },
  {
    wrong: 'an encryption key that is none',
    said: 'SESSION_ENCRYPTION_KEY must be 32 bytes in base64',
    settings: () => ({ SESSION_ENCRYPTION_KEY: NO_KEY }),
  },
  {
    wrong: 'a language model without a key',
    said: 'LLM_API_KEY is missing. The provider answers nobody without a key.',
    settings: () => ({ LLM_PROVIDER: 'openai', LLM_MODEL: 'some-model' }),
  },
  {
    wrong: '`TOOLS_FILE` is not a file of tools',
    said: 'TOOLS_FILE <path> has 1 problem: <its place and what is wrong there>',
    settings: ({ file }) => ({ TOOLS_FILE: file('{"lookUps": 7}') }),
  },
  {
    wrong: '`LOG_FILE` cannot be written',
    said: `The log file <path> can't be written (<reason>). Let this user write its folder, set LOG_FILE to another path, or remove it.`,
    settings: ({ file }) => ({ LOG_FILE: `${file('')}/desk.log` }),
  },
  {
    wrong: '`DATA_DIR` cannot be written',
    said: 'The embedded database in <path> could not be opened: <reason>. Check that DATA_DIR can be written and its disk has room.',
    settings: ({ file }) => ({ AUTH_TOKEN_SECRET: GOOD_SECRET, DATA_DIR: file('') }),
  },
  {
    wrong: '`DATA_DIR` belongs to another process',
    said: 'The embedded database in <path> is in use by process <pid>. Stop that process, set another DATA_DIR, or set DATABASE_URL to share one Postgres.',
    settings: async ({ runningDesk }) => ({ DATA_DIR: await runningDesk() }),
  },
  {
    wrong: 'Postgres is not there',
    said: 'Postgres at <host> could not be opened: <reason>. Check DATABASE_URL, and that the server runs and lets this machine in.',
    settings: () => ({ DATABASE_URL: `postgres://frontdesk:${SECRET}@127.0.0.1:9/frontdesk` }),
  },
  {
    wrong: 'Postgres does not know the user',
    said: 'Postgres at <host> could not be opened: role "stranger" does not exist. Check DATABASE_URL, and that the server runs and lets this machine in.',
    settings: ({ databaseUrl }) => ({ DATABASE_URL: databaseUrl.replace('//postgres@', `//stranger:${SECRET}@`) }),
  },
  {
    wrong: 'Postgres has no such database',
    said: 'Postgres at <host> could not be opened: database "no_such_desk" does not exist. Check DATABASE_URL, and that the server runs and lets this machine in.',
    settings: ({ databaseUrl }) => ({ DATABASE_URL: databaseUrl.replace(/\/test_\w+/, '/no_such_desk') }),
  },
  {
    wrong: 'the database takes no writes',
    said: 'The database does not take writes. Check that it is not a read-only replica, that its disk has room and that the role may INSERT.',
    settings: async ({ changed }) => ({
      DATABASE_URL: await changed('ALTER DATABASE current SET default_transaction_read_only = on'),
    }),
  },
  {
    wrong: 'the schema is outdated, in production',
    said: 'The database schema is outdated: <migrations> not applied. Run "npm run migrate" with the same settings, then start again.',
    settings: async ({ changed }) => ({
      ...production,
      DATABASE_URL: await changed(
        `DROP TABLE schema_support; DELETE FROM schema_migrations WHERE name LIKE 'SchemaSupport%'`,
      ),
    }),
  },
  {
    wrong: 'the schema is too new',
    said: 'The database schema is too new for this version: it has <migrations>. Start the version that made it, or a newer one.',
    settings: async ({ changed }) => ({
      DATABASE_URL: await changed(
        `INSERT INTO schema_migrations (timestamp, name) VALUES (1763699999999, 'Future1763699999999');
         UPDATE schema_support SET must_know = 1763699999999`,
      ),
    }),
  },
  {
    wrong: 'a language that Postgres has no dictionary for',
    said: 'KNOWLEDGE_LANGUAGE klingon is not offered by the database. Choose one of: <languages>.',
    settings: ({ databaseUrl }) => ({ DATABASE_URL: databaseUrl, KNOWLEDGE_LANGUAGE: 'klingon' }),
  },
  {
    wrong: 'a wrong password of Redis',
    said: 'Redis refuses this client (WRONGPASS). Check REDIS_PASSWORD and REDIS_USERNAME, or the user and password inside REDIS_URL.',
    settings: async ({ redis, databaseUrl }) => ({
      DATABASE_URL: databaseUrl,
      SESSION_STORE_TYPE: 'redis',
      REDIS_URL: (await redis('--requirepass', 'the-right-one')).replace('//', `//:${SECRET}@`),
    }),
  },
  {
    wrong: 'a Redis that throws sessions away when it is full',
    said: 'Redis throws sessions away when it is full (maxmemory-policy allkeys-lru). Set "maxmemory-policy noeviction" at the server, or accept the loss with REDIS_ALLOW_EVICTION=true.',
    settings: async ({ redis, databaseUrl }) => ({
      DATABASE_URL: databaseUrl,
      SESSION_STORE_TYPE: 'redis',
      REDIS_URL: await redis('--maxmemory-policy', 'allkeys-lru'),
    }),
  },
  {
    wrong: 'the port is in use',
    said: 'Port <port> of 127.0.0.1 is in use by another process. Stop that one, or set API_PORT to another port.',
    settings: async ({ databaseUrl, takenPort }) => ({
      DATABASE_URL: databaseUrl,
      API_PORT: String(await takenPort()),
    }),
  },
  {
    wrong: '`API_HOST` is no address of this machine',
    said: 'API_HOST names no address of this machine: 203.0.113.7. Set it to 0.0.0.0 or to one that it has.',
    settings: ({ databaseUrl }) => ({ DATABASE_URL: databaseUrl, API_HOST: '203.0.113.7' }),
  },
];
