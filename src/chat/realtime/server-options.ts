import { type ServerOptions } from 'socket.io';
import { type AppConfig } from '../../config/app-config.js';

/** One event is at most 64 KB; the rest is for its envelope. */
const MAX_PACKET_BYTES = 68 * 1024;

/** How Socket.IO is set up. Times in ms. */
export function serverOptions({ api }: Pick<AppConfig, 'api'>): Partial<ServerOptions> {
  return {
    path: '/ws',
    // With and without the slash that clients of Socket.IO put after it.
    addTrailingSlash: false,
    serveClient: false,
    // A larger packet ends its connection.
    maxHttpBufferSize: MAX_PACKET_BYTES,
    // 300 kB a connection, to save little: deltas are short.
    perMessageDeflate: false,
    httpCompression: false,
    // A connection that is gone without a word is noticed within their sum.
    pingInterval: 25_000,
    pingTimeout: 20_000,
    // For a connection that asks for no namespace, or for none that lets it in.
    connectTimeout: 10_000,
    ...(api.corsOrigins.length === 0 ? {} : { cors: corsOptions(api.corsOrigins) }),
  };
}

/**
 * The list of the REST interface, for long polling. Websockets know no CORS, and need none here: credentials travel in the handshake,
 * never in a cookie, so that a foreign page has nothing to open a session with.
 */
function corsOptions(origins: readonly string[]): ServerOptions['cors'] {
  return { origin: origins.includes('*') ? '*' : [...origins], credentials: false };
}
