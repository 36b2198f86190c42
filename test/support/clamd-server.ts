import { createServer, type AddressInfo, type Socket } from 'node:net';
import { onCleanUp } from './clean-up.js';

/** The text by which scanners are tested (eicar.org), in two halves so that no scanner takes this file for it. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** A real TCP server that speaks clamd's INSTREAM and finds EICAR, or does something worse. */
export interface ClamdServer {
  readonly address: { readonly host: string; readonly port: number };
  /** `silent` never answers, `error` says that it can't, `hang_up` closes without a word. */
  behave(how: 'well' | 'silent' | 'error' | 'hang_up'): void;
  /** Bytes of the last file that it was shown whole. */
  readonly lastScanned: () => number;
}

export async function startClamdServer(): Promise<ClamdServer> {
  let manner: Parameters<ClamdServer['behave']>[0] = 'well';
  let scanned = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    if (manner === 'hang_up') return void socket.destroy();
    let received = Buffer.alloc(0);
    socket.on('data', (piece: Buffer) => {
      received = Buffer.concat([received, piece]);
      const file = wholeFile(received);
      if (file === undefined || manner === 'silent') return;
      scanned = file.length;
      if (manner === 'error') socket.end('INSTREAM size limit exceeded. ERROR\0');
      else socket.end(file.includes(EICAR) ? 'stream: Eicar-Signature FOUND\0' : 'stream: OK\0');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onCleanUp(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { address: { host: '127.0.0.1', port }, behave: (how) => (manner = how), lastScanned: () => scanned };
}

/** The file of an INSTREAM command, once its last, empty piece is there. */
function wholeFile(received: Buffer): Buffer | undefined {
  const command = 'zINSTREAM\0';
  if (!received.toString('latin1').startsWith(command)) return undefined;
  const pieces: Buffer[] = [];
  for (let at = command.length; at + 4 <= received.length;) {
    const length = received.readUInt32BE(at);
    if (length === 0) return Buffer.concat(pieces);
    pieces.push(received.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}
