import { ValidationFailed } from '../common/app-error.js';
import { type KeyHolder } from '../auth/principal.js';

/** A person of the company: the API key they use, and the name that customers see. */
export interface Operator {
  readonly operatorId: string;
  readonly name: string;
}

const MOST_NAME_CHARS = 80;

/**
 * Who speaks. Several people may share one key: a name that is given makes them distinct, without one the key's own name is shown.
 * @param given a person's name, 1 to 80 characters without control characters
 * @throws ValidationFailed naming `field`
 */
export function operatorOf({ keyId, name }: KeyHolder, given: string | undefined, field: string): Operator {
  if (given === undefined) return { operatorId: keyId, name };
  const trimmed = given.trim().normalize();
  const isName = trimmed.length > 0 && trimmed.length <= MOST_NAME_CHARS && trimmed.isWellFormed();
  if (!isName || /\p{Cc}/u.test(trimmed)) {
    throw ValidationFailed.of(field, `must be a name of 1 to ${MOST_NAME_CHARS} characters`);
  }
  return { operatorId: `${keyId}:${trimmed}`, name: trimmed };
}
