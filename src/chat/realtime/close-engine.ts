import { setTimeout as sleep } from 'node:timers/promises';
import { type Server } from 'socket.io';
import { type EngineSocket } from './sockets.js';
import { cutOff, sayGoodbye } from './transport.js';

/** How long clients have to say goodbye, in ms. */
const GOODBYE_MS = 500;

/** Ends a server and its connections, so that the clients come back elsewhere: to them it is a connection that was lost. */
export async function closeEngine(server: Server, connections: readonly EngineSocket[]): Promise<void> {
  const goodbyes = connections.map(sayGoodbye);
  await Promise.race([Promise.all(goodbyes), sleep(GOODBYE_MS, undefined, { ref: false })]);
  for (const connection of connections) cutOff(connection);
  server.engine.close();
  for (const { adapter } of server._nsps.values()) await adapter.close();
}
