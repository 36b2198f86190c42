import { describe, expect, it } from '@jest/globals';
import { redactLine } from './redact-line.js';

const redacted = (message: string): string =>
  (JSON.parse(redactLine(JSON.stringify({ message }))) as { message: string }).message;

describe('redactLine', () => {
  it.each([
    [
      'duplicate key: Key (user_id, name)=(anna, Anna Lee (x)) already exists.',
      'duplicate key: Key (user_id, name)=(…) already exists.',
    ],
    ['Failing row contains (ses_1, Anna Lee, null).', 'Failing row contains (…).'],
    ['invalid input syntax for type uuid: "Anna Lee"', 'invalid input syntax for type uuid: "…"'],
    [`Unexpected token 'A', "Anna's \\ \n text" is not valid JSON`, `Unexpected token 'A', "…" is not valid JSON`],
    ['relation "messages" does not exist', 'relation "messages" does not exist'],
    ['sent to anna.lee+x@mail.example.com now', 'sent to [email] now'],
    ['redis://desk:secret@cache.example:6379', 'redis://desk:[email]:6379'],
    ['call +49 (0)30 901820 or 4111 1111 1111 1111', 'call [phone] or [number]'],
    [
      'at run (file:///app/node_modules/@scope/lib@1.2.3/index.js:12:34)',
      'at run (file:///app/node_modules/@scope/lib@1.2.3/index.js:12:34)',
    ],
    ['ses_01K9ZZ and 3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'ses_01K9ZZ and 3f2504e0-4f89-11d3-9a0c-0305e82c3301'],
  ])('%s', (message, expected) => {
    expect(redacted(message)).toBe(expected);
  });

  it('leaves a line in order as it is', () => {
    const line =
      '{"level":"info","time":"2026-11-21T20:00:00.123Z","deadlineAt":1763757000000,"req":{"path":"/api/v1/chat/:id"}}\n';
    expect(redactLine(line)).toBe(line);
  });

  it.each([
    ['quotes', '\\"'.repeat(100_001)],
    ['rows', 'Key (a)=('.repeat(20_000)],
    ['digits', '1 '.repeat(100_000)],
    ['labels', `a@${'b.'.repeat(100_000)}`],
    ['letters', 'a'.repeat(200_000)],
  ])('stays quick on a flood of %s', (_name, line) => {
    const before = process.cpuUsage();
    redactLine(line);
    // Processor time, not wall time: the machine may be busy.
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });
});
