import { userInfo } from 'node:os';
import { Logger } from '@nestjs/common';
import { type AuditedAct } from '../auth/audit-log.js';
import { idsAmong } from '../auth/audit-subject.js';
import { type KeyLedger, type KeyRecord } from '../auth/key-ledger.js';
import { AppError } from '../common/app-error.js';
import { SystemClock } from '../common/clock.js';
import { formatKeys } from './keys/format-keys.js';
import { KeysUsageInvalid } from './keys/keys-errors.js';
import { type KeysCommand, readCommand, USAGE } from './keys/keys-options.js';
import { type OpenKeys, withKeys } from './keys/open-keys.js';

/** Keys read at a time. */
const PAGE = 200;

// Standard output is the key, or the list.
Logger.overrideLogger(['error', 'fatal']);

const clock = new SystemClock();

try {
  const command = readCommand(process.argv.slice(2), clock.now());
  await withKeys(clock, (keys) => run(command, keys));
} catch (error) {
  console.error(describe(error));
  process.exitCode = 1;
}

async function run(command: KeysCommand, { ledger, audit }: OpenKeys): Promise<void> {
  switch (command.name) {
    case 'create': {
      const { keyName: name, scopes, expiresAt } = command;
      const made = await audit.around(act('keys.create'), () => ledger.create({ name, scopes, expiresAt }), idsAmong);
      console.error(`${made.keyId} is made. This is the only time that the key can be read:`);
      console.log(made.key);
      return;
    }
    case 'list': {
      const keys = await allKeys(ledger);
      console.log(command.json ? JSON.stringify(keys, null, 2) : formatKeys(keys, clock.now()));
      return;
    }
    case 'revoke': {
      const { keyId } = command;
      await audit.around({ ...act('keys.revoke'), subject: { keyId } }, () => ledger.revoke(keyId), idsAmong);
      console.error(`${keyId} is revoked. Connections that were opened with it end within seconds.`);
    }
  }
}

async function allKeys(ledger: KeyLedger): Promise<KeyRecord[]> {
  const all: KeyRecord[] = [];
  for (let after: number | null = 0; after !== null;) {
    const { keys, next } = await ledger.page(after, PAGE);
    all.push(...keys);
    after = next;
  }
  return all;
}

function act(action: AuditedAct['action']): AuditedAct {
  return { actorId: 'cli', actorName: accountName(), action, subject: {}, requestId: null, address: null };
}

/** Whoever may run the command may be named by its log. Containers run as accounts without a name. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'cli';
  }
}

function describe(error: unknown): string {
  if (error instanceof KeysUsageInvalid) return `${error.message}\n\n${USAGE}`;
  if (error instanceof AppError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
