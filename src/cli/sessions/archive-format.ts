import { z } from 'zod';
import { type PortableSession, portableSession } from './portable-session.js';
import { SessionsInputInvalid } from './sessions-errors.js';

const FORMAT = 'frontdesk-sessions';
/** Grows when a line can no longer be read by the rules of the version before. */
const VERSION = 1;

const header = z.looseObject({
  format: z.literal(FORMAT, `must be "${FORMAT}"`),
  version: z.literal(VERSION, `must be ${VERSION}; a newer version of this software wrote the file`),
});

/** The first line of an archive. `sessions` is the count at the start; the file may hold a few more or less. */
export function headerLine(exportedAt: Date, sessions: number): string {
  return JSON.stringify({ format: FORMAT, version: VERSION, exportedAt: exportedAt.toISOString(), sessions });
}

/** @throws SessionsInputInvalid naming the place when the line is not the header of an archive that can be read here */
export function checkHeader(line: string, place: string): void {
  parseLine(line, header, place);
}

/** @throws SessionsInputInvalid naming the place when the line is not a session */
export function parseSession(line: string, place: string): PortableSession {
  return parseLine(line, portableSession, place);
}

function parseLine<T>(line: string, schema: z.ZodType<T>, place: string): T {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new SessionsInputInvalid(`${place} is not one JSON object on one line.`, { cause });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new SessionsInputInvalid(`${place} ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not valid'}`);
}
