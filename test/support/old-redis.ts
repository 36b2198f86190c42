import { createServer } from 'node:net';
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { onCleanUp } from './clean-up.js';

/**
 * What a client meets at a server of an older version: it answers the first commands of a connection as such a server would, and
 * knows nothing else. Its URL; it ends with the test file.
 */
export async function oldRedis(version: string): Promise<string> {
  const info = `# Server\r\nredis_version:${version}\r\nloading:0\r\nmaxmemory_policy:noeviction\r\n`;
  const answers: Record<string, string> = {
    info: `$${info.length}\r\n${info}\r\n`,
    hello: '-NOPROTO unsupported protocol version\r\n',
    client: '+OK\r\n',
    select: '+OK\r\n',
  };
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      // Each command is an array whose first bulk string is its name.
      for (const [, name = ''] of bytes.toString().matchAll(/\*\d+\r\n\$\d+\r\n(\w+)/g)) {
        socket.write(answers[name.toLowerCase()] ?? '-ERR unknown command\r\n');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onCleanUp(async () => {
    server.close();
  });
  return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
