// What the desk is compared with: a Socket.IO server with one namespace that acknowledges everything and does nothing.
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer((_, response) => response.end());
// As the desk sets it up (src/chat/realtime/server-options.ts).
const io = new Server(http, {
  path: '/ws',
  addTrailingSlash: false,
  serveClient: false,
  maxHttpBufferSize: 68 * 1024,
  perMessageDeflate: false,
  httpCompression: false,
  pingInterval: 25_000,
  pingTimeout: 20_000,
});
io.of('/chat').on('connection', (socket) => {
  socket.on('message.send', (_, answer) => answer({ ok: true, data: {} }));
  socket.on('sync', ({ afterSeq }, answer) => answer({ ok: true, data: { lastSeq: afterSeq, reset: false } }));
});
process.once('SIGTERM', () => io.close());
http.listen(Number(process.argv[2]), '127.0.0.1');
