import { AppError, type FieldProblem } from '../common/app-error.js';

/**
 * The configuration cannot be used; the process must not start. The message lists every problem on its own line, with
 * its fix and never with the value of a secret; `problems` holds the same by variable.
 */
export class ConfigInvalid extends AppError {
  readonly code = 'config_invalid';
  readonly kind = 'invalid';

  constructor(problems: readonly FieldProblem[], cause?: unknown) {
    const lines = problems.map(({ field, message }) => `  ${field} ${message}`);
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super(`The configuration has ${count}:\n${lines.join('\n')}`, { problems, cause });
  }
}
