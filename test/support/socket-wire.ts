import { createServer, request } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Page, type WebSocketRoute } from 'playwright-core';
import { onCleanUp } from './clean-up.js';

const SOCKET = /\/ws\//;

/** The way between the page and the desk, on which a test can do what a network does. */
export interface Wire {
  /** A frame of the page's; true: it goes no further. */
  readonly fromPage?: (frame: string, page: WebSocketRoute) => boolean;
  /** A frame of the desk's; true: it goes no further. */
  readonly fromDesk?: (frame: string, page: WebSocketRoute) => boolean;
}

/** Takes hold of the connections of a page that is not open yet. */
export function onWire({ fromPage, fromDesk }: Wire): (page: Page) => Promise<void> {
  return (page) =>
    page.routeWebSocket(SOCKET, (ofPage) => {
      const ofDesk = ofPage.connectToServer();
      ofPage.onMessage((frame) => {
        if (!fromPage?.(String(frame), ofPage)) ofDesk.send(frame);
      });
      ofDesk.onMessage((frame) => {
        if (!fromDesk?.(String(frame), ofPage)) ofPage.send(frame);
      });
    });
}

/** The desk at `url` behind a proxy that knows nothing of WebSockets; resolves to its address. */
export async function proxyWithoutUpgrades(url: string): Promise<string> {
  const proxy = createServer((incoming, outgoing) => {
    const { method, headers } = incoming;
    const onwards = request(new URL(incoming.url ?? '/', url), { method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    onwards.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onwards.destroy());
    incoming.pipe(onwards);
  });
  proxy.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onCleanUp(async () => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}

/** The name and body of an event that the page sends; undefined when the frame is none. */
export function eventIn(frame: string): { name: string; body: Record<string, unknown>; ackId: string } | undefined {
  const [, ackId, json] = /^42\/chat,(\d*)(\[.*\])$/s.exec(frame) ?? [];
  if (ackId === undefined || json === undefined) return undefined;
  const [name, body] = JSON.parse(json) as [string, Record<string, unknown>];
  return { name, body, ackId };
}
