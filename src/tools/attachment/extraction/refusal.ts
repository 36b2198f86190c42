/** Why a file is not read; each has its error, and that error its code. */
export const refusalReasons = ['unsupported', 'encrypted', 'corrupt', 'empty', 'no_text', 'too_complex'] as const;

export type RefusalReason = (typeof refusalReasons)[number];

/**
 * Ends the reading of a file, inside the process that reads. The message is for the person who sent the file and
 * never quotes it.
 */
export class Refusal extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

/**
 * What an error of a parser means: a stack or a string that overflowed is a file too complex, a refusal stays, and
 * anything else is a file that is not what it should be.
 */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof RangeError) {
    return new Refusal('too_complex', 'The file is nested too deeply, or holds too much, to be read.', error);
  }
  return new Refusal('corrupt', 'The file is damaged or incomplete. Save it again and send the new file.', error);
}
