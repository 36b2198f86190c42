import { parseArgs } from 'node:util';
import { type Scope, SCOPES } from '../../auth/principal.js';
import { KeysUsageInvalid } from './keys-errors.js';

export const USAGE = `npm run keys -- COMMAND [options]

  create --name NAME --scopes SCOPE[,SCOPE] [--expires DAYSd|TIME]
                      make a key and write it to standard output: the only time it can be read
  list [--json]       show all keys, never the keys themselves
  revoke KEY_ID       end a key for ever

Scopes: ${SCOPES.join(', ')}. TIME is such as 2030-01-31T00:00:00Z.
The database is the one that the environment, ENV_FILE or .env configures, as for the server. The embedded one can be
used while the desk is stopped, a Postgres server always.`;

const MOST_NAME_CHARS = 100;
const DAY_MS = 86_400_000;

/** What the command line asks for. */
export type KeysCommand =
  | {
      readonly name: 'create';
      readonly keyName: string;
      readonly scopes: readonly Scope[];
      readonly expiresAt: Date | null;
    }
  | { readonly name: 'list'; readonly json: boolean }
  | { readonly name: 'revoke'; readonly keyId: string };

const text = { type: 'string' } as const;

/**
 * @param now ms since the epoch, from which `--expires 90d` counts
 * @throws KeysUsageInvalid naming the option
 */
export function readCommand(args: readonly string[], now: number): KeysCommand {
  const [name, ...rest] = args;
  try {
    return command(name, rest, now);
  } catch (cause) {
    if (cause instanceof KeysUsageInvalid) throw cause;
    throw new KeysUsageInvalid(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function command(name: string | undefined, args: string[], now: number): KeysCommand {
  switch (name) {
    case 'create': {
      const { values } = parseArgs({ args, options: { name: text, scopes: text, expires: text } });
      const expiresAt = values.expires === undefined ? null : expiryOf(values.expires, now);
      return { name, keyName: keyNameOf(values.name), scopes: scopesOf(values.scopes), expiresAt };
    }
    case 'list':
      return { name, json: parseArgs({ args, options: { json: { type: 'boolean', default: false } } }).values.json };
    case 'revoke': {
      const [keyId, ...more] = parseArgs({ args, allowPositionals: true }).positionals;
      if (!keyId || more.length > 0) throw new KeysUsageInvalid('Name one KEY_ID; "list" shows them.');
      return { name, keyId };
    }
    case undefined:
      throw new KeysUsageInvalid('Name a command.');
    default:
      throw new KeysUsageInvalid(`There is no command "${name}".`);
  }
}

function keyNameOf(value: string | undefined): string {
  const name = value?.trim() ?? '';
  if (name !== '' && name.length <= MOST_NAME_CHARS && name.isWellFormed()) return name;
  throw new KeysUsageInvalid(
    `--name must say whose key it is or what it is for, in 1 to ${MOST_NAME_CHARS} characters.`,
  );
}

function scopesOf(value: string | undefined): readonly Scope[] {
  const wanted = (value ?? '').split(',').map((part) => part.trim());
  const scopes = SCOPES.filter((scope) => wanted.includes(scope));
  if (scopes.length === new Set(wanted).size) return scopes;
  throw new KeysUsageInvalid(`--scopes must be one or more of ${SCOPES.join(', ')}, separated by commas.`);
}

function expiryOf(value: string, now: number): Date {
  const days = /^(\d{1,5})d$/.exec(value)?.[1];
  const at = days === undefined ? Date.parse(/^\d{4}-\d\d-\d\d/.test(value) ? value : '') : now + Number(days) * DAY_MS;
  if (at > now) return new Date(at);
  throw new KeysUsageInvalid(
    '--expires must be a number of days such as 90d, or a time to come such as 2030-01-31T00:00:00Z.',
  );
}
