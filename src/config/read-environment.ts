import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigInvalid } from './config-invalid.js';
import { type Environment } from './read-variables.js';
import { systemErrorCode } from './system-error.js';

/**
 * The process environment over the variables of a file: the one `ENV_FILE` names, else `.env` in the working folder if
 * there is one. A variable that the process sets wins, also when it is empty. Nothing is written to `process.env`.
 * @throws ConfigInvalid when the file exists and cannot be read, or `ENV_FILE` names none.
 */
export function readEnvironment(processEnv: Environment = process.env): Environment {
  const named = processEnv.ENV_FILE?.trim();
  return { ...readEnvFile(named ? named : '.env', Boolean(named)), ...processEnv };
}

function readEnvFile(path: string, named: boolean): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (cause) {
    const code = systemErrorCode(cause) ?? 'unknown reason';
    if (code === 'ENOENT' && !named) return {};
    const subject = named ? 'names a file that' : `is not set, and the file ${path}`;
    const message = `${subject} cannot be read (${code}). Correct its path or its rights.`;
    throw new ConfigInvalid([{ field: 'ENV_FILE', message }], cause);
  }
}
