import { type Readable } from 'node:stream';

/** Bytes that become whole groups of four characters. */
const GROUP = 3;

/** The bytes as base64 (RFC 4648, section 4), piece by piece. */
export async function* base64Text(bytes: Readable): AsyncGenerator<string, void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = all.length - (all.length % GROUP);
    yield all.toString('base64', 0, whole);
    rest = all.subarray(whole);
  }
  yield rest.toString('base64');
}
