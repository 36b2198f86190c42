import { registerDecorator, type ValidationOptions } from 'class-validator';

/** Postgres stores neither NUL nor lone surrogates. Changing what somebody wrote would be worse than saying no. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000');
  if (Array.isArray(value)) return value.every(isStorable);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).every(([key, entry]) => isStorable(key) && isStorable(entry));
  }
  return true;
}

/** Refuses text, or any text inside an object, with a NUL character or a lone surrogate. */
export function IsStorableText(options?: ValidationOptions): PropertyDecorator {
  return (target, propertyName) => {
    registerDecorator({
      name: 'isStorableText',
      target: target.constructor,
      propertyName: String(propertyName),
      options: { message: '$property must not contain NUL characters or lone surrogates', ...options },
      validator: { validate: isStorable },
    });
  };
}
