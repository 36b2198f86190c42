import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import { type ValidationError } from 'class-validator';
import { type FieldProblem, ValidationFailed } from '../common/app-error.js';
import { withoutNulls } from './null-counts.js';
import { assertPlainJson } from './plain-json.js';

/** Checks every body and query against its class, refuses unknown fields, and names each wrong field. */
export function validationPipe(): ValidationPipe {
  return new PlainValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors: ValidationError[]) => toValidationFailed(errors),
  });
}

/** Looks at names once more: the fields of a form are parsed behind everything that looks at bodies of JSON. */
class PlainValidationPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'body') return super.transform(value, metadata);
    assertPlainJson(value, { depth: Infinity, field: 'body' });
    return super.transform(withoutNulls(value, metadata.metatype), metadata);
  }
}

function toValidationFailed(errors: ValidationError[]): ValidationFailed {
  const problems = errors.flatMap((error) => fieldProblems(error, ''));
  const fields = problems.map(({ field }) => field).join(', ');
  return new ValidationFailed(`The request is not valid: ${fields}.`, { problems });
}

function fieldProblems({ property, constraints, children }: ValidationError, prefix: string): FieldProblem[] {
  const field = prefix ? `${prefix}.${property}` : property;
  const own = Object.values(constraints ?? {}).map((message) => ({ field, message: readable(message) }));
  return [...own, ...(children ?? []).flatMap((child) => fieldProblems(child, field))];
}

/** class-validator says "property x should not exist". */
function readable(message: string): string {
  return message.replace(/^property (\S+) should not exist$/, '$1 is not a known field');
}
