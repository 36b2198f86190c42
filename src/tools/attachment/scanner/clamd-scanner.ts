import { createReadStream } from 'node:fs';
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { AttachmentInfected, AttachmentScannerUnavailable } from '../upload.errors.js';
import { type VirusScanner } from './virus-scanner.js';

/** Longest silence of the daemon, ms: it answers only when it has the whole file, and scans large archives for seconds. */
const PATIENCE_MS = 20_000;
/** A verdict is one short line; nobody else's babble is collected. */
const MOST_REPLY = 1024;

/**
 * ClamAV's daemon by its INSTREAM command (clamd(8)): the file in pieces, each after its length in four bytes, then a length of zero;
 * the answer is `stream: OK` or `stream: <name> FOUND`.
 */
export class ClamdScanner implements VirusScanner {
  constructor(
    private readonly address: NetConnectOpts,
    private readonly patienceMs: number = PATIENCE_MS,
  ) {}

  async scan(path: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const reply = await this.ask(path, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new AttachmentScannerUnavailable(
        'The virus scanner does not answer, so no file is taken. Try again later.',
        {
          cause: error,
          retryAfterSeconds: 30,
        },
      );
    });
    if (/^stream: .*\bFOUND$/.test(reply)) {
      throw new AttachmentInfected('The virus scanner found something in this file. It was not kept.');
    }
    if (reply !== 'stream: OK') {
      throw new AttachmentScannerUnavailable('The virus scanner could not check this file. Try again later.', {
        cause: new Error(`clamd: ${reply.slice(0, 100)}`),
      });
    }
  }

  private async ask(path: string, signal: AbortSignal): Promise<string> {
    const socket = connect(this.address);
    socket.setTimeout(this.patienceMs, () => socket.destroy(new Error('clamd is silent')));
    const abort = (): void => void socket.destroy(new Error('aborted'));
    signal.addEventListener('abort', abort, { once: true });
    try {
      const [reply] = await Promise.all([replyOf(socket), sendFile(socket, path)]);
      return reply;
    } finally {
      signal.removeEventListener('abort', abort);
      socket.destroy();
    }
  }
}

/** The daemon may answer, and hang up, in the middle of a file that is too large for it: then that answer counts. */
async function sendFile(socket: Socket, path: string): Promise<void> {
  socket.write('zINSTREAM\0');
  await pipeline(createReadStream(path), framed, socket, { end: false }).catch(() => undefined);
}

async function* framed(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    yield lengthOf(piece.length);
    yield piece;
  }
  yield lengthOf(0);
}

function lengthOf(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

function replyOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let reply = '';
    socket.on('data', (piece: Buffer) => {
      reply += piece.toString('latin1');
      if (reply.includes('\0') || reply.length > MOST_REPLY) resolve(reply.split('\0', 1)[0]?.trim() ?? '');
    });
    socket.once('error', reject);
    socket.once('close', () => {
      reject(new Error('clamd hung up without an answer'));
    });
  });
}
