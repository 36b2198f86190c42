import { connect } from 'node:net';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * Writes `pieces` to the server of `url` as they are, and reads until it hangs up or `Content-Length` bytes have come. Undefined: it
 * hung up without a word.
 */
export function sendRaw(url: string, pieces: string | readonly string[]): Promise<RawAnswer | undefined> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      for (const piece of [pieces].flat()) socket.write(piece, 'latin1');
    });
    let received = '';
    const finish = (): void => {
      socket.destroy();
      resolve(received === '' ? undefined : parse(received));
    };
    socket.setEncoding('utf8');
    socket.on('data', (text) => {
      received += String(text);
      if (isWhole(received)) finish();
    });
    socket.on('end', finish);
    socket.on('error', (error) => {
      if (received === '') reject(error);
      else finish();
    });
  });
}

function parse(text: string): RawAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = new Headers(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { status: Number(first.split(' ')[1]), headers, body: rest.join('\r\n\r\n') };
}

function isWhole(text: string): boolean {
  if (!text.includes('\r\n\r\n')) return false;
  const { headers, body } = parse(text);
  return headers.has('content-length') && Buffer.byteLength(body) >= Number(headers.get('content-length'));
}
