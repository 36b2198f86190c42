import { AppError, type FieldProblem } from '../common/app-error.js';

/** The file that `TOOLS_FILE` names cannot be used; the process must not start. Lists every problem with its fix, never a value. */
export class ToolsFileInvalid extends AppError {
  readonly code = 'tools_file_invalid';
  readonly kind = 'invalid';

  constructor(path: string, problems: readonly FieldProblem[], cause?: unknown) {
    const lines = problems.map(({ field, message }) => `  ${field}: ${message}`);
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super(`TOOLS_FILE ${path} has ${count}:\n${lines.join('\n')}`, { problems, cause });
  }
}
