import { parseArgs } from 'node:util';
import { SessionsUsageInvalid } from './sessions-errors.js';

export const USAGE = `npm run sessions -- COMMAND [options]

  export --out FILE|- [--force]   write all live sessions as JSON lines, in clear; --force replaces FILE
  import --in FILE|-              create the sessions of such a file that are not there yet
  migrate --to-env FILE           copy all live sessions to the store that FILE configures (REDIS_URL,
                                  SESSION_ENCRYPTION_KEYS and so on); again: bring later changes over
  stats [--json]                  show what the store holds
  rewrap [--rate N/s]             seal everything with the first of SESSION_ENCRYPTION_KEYS [500/s]

The store is the one that the environment, ENV_FILE or .env configures, as for the server.
export, import, migrate and rewrap may be stopped and repeated.`;

/** Sessions per second that a rewrap takes on, so that it does not slow down the customers. */
const DEFAULT_RATE = '500/s';
const MAX_RATE = 1_000_000;

/** What the command line asks for. `-` stands for standard input or output. */
export type SessionsCommand =
  | { readonly name: 'export'; readonly out: string; readonly force: boolean }
  | { readonly name: 'import'; readonly from: string }
  | { readonly name: 'migrate'; readonly toEnv: string }
  | { readonly name: 'stats'; readonly json: boolean }
  | { readonly name: 'rewrap'; readonly perSecond: number };

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

/** @throws SessionsUsageInvalid naming the option */
export function readCommand(args: readonly string[]): SessionsCommand {
  const [name, ...rest] = args;
  try {
    return command(name, rest);
  } catch (cause) {
    if (cause instanceof SessionsUsageInvalid) throw cause;
    throw new SessionsUsageInvalid(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function command(name: string | undefined, args: string[]): SessionsCommand {
  switch (name) {
    case 'export': {
      const { out, force } = parseArgs({ args, options: { out: text, force: flag } }).values;
      return { name, out: required('--out', out), force };
    }
    case 'import':
      return { name, from: required('--in', parseArgs({ args, options: { in: text } }).values.in) };
    case 'migrate':
      return { name, toEnv: required('--to-env', parseArgs({ args, options: { 'to-env': text } }).values['to-env']) };
    case 'stats':
      return { name, json: parseArgs({ args, options: { json: flag } }).values.json };
    case 'rewrap': {
      const { rate } = parseArgs({ args, options: { rate: { ...text, default: DEFAULT_RATE } } }).values;
      return { name, perSecond: parseRate(rate) };
    }
    case undefined:
      throw new SessionsUsageInvalid('Name a command.');
    default:
      throw new SessionsUsageInvalid(`There is no command "${name}".`);
  }
}

function required(option: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new SessionsUsageInvalid(`${option} is missing.`);
  return value;
}

function parseRate(rate: string): number {
  const perSecond = Number(/^(\d+)(?:\/s)?$/.exec(rate)?.[1]);
  if (perSecond >= 1 && perSecond <= MAX_RATE) return perSecond;
  throw new SessionsUsageInvalid(`--rate must be a whole number from 1 to ${MAX_RATE}, such as 200/s.`);
}
