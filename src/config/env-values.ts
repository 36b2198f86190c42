import { z } from 'zod';
import { type EnvValue } from './env-variable.js';

/** Shortest accepted secret, in characters: 256 bits in hexadecimal are 64, in base64 44, and 32 still hold 128 bits. */
export const MIN_SECRET_LENGTH = 32;

/** A whole number within bounds, both included. */
export function wholeNumber(min: number, max: number): EnvValue<number> {
  return {
    schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(min).max(max)),
    expects: `a whole number from ${min} to ${max}`,
  };
}

/** A number from 0 to 1, both included, with up to four decimals. */
export function fraction(): EnvValue<number> {
  return {
    schema: z
      .string()
      .regex(/^(?:0|0?\.\d{1,4}|1(?:\.0{1,4})?)$/)
      .transform(Number),
    expects: 'a number from 0 to 1',
  };
}

/** A number within bounds, both included, with up to six decimals. */
export function decimal(min: number, max: number): EnvValue<number> {
  return {
    schema: z
      .string()
      .regex(/^\d+(?:\.\d{1,6})?$/)
      .transform(Number)
      .pipe(z.number().min(min).max(max)),
    expects: `a number from ${min} to ${max}`,
  };
}

/** One of a few words. */
export function oneOf<const T extends string>(...words: readonly [T, ...T[]]): EnvValue<T> {
  const schema = z.string().pipe(z.enum(words)) as z.ZodType<T, string>;
  return { schema, expects: words.length === 1 ? words[0] : `one of ${words.join(', ')}` };
}

/** A switch: true/false, also yes/no, on/off and 1/0, in any case. */
export function flag(): EnvValue<boolean> {
  return { schema: z.stringbool(), expects: 'true or false' };
}

/** Text of a given form. */
export function text(form: RegExp, expects: string): EnvValue<string> {
  return { schema: z.string().regex(form), expects };
}

/** Values separated by commas; blanks around them and empty ones are dropped. */
export function list(item: (value: string) => boolean, expects: string): EnvValue<readonly string[]> {
  const schema = z
    .string()
    .transform((value) => value.split(',').flatMap((part) => part.trim() || []))
    .pipe(z.array(z.string().refine(item)));
  return { schema, expects };
}

/** Whether a text is a web origin and nothing more: scheme, host and port, without a path or a trailing slash. */
export function isOrigin(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === value.toLowerCase();
}
