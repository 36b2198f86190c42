import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type S3Config } from '../../src/config/attachment-config.js';
import { deepFreeze } from '../../src/config/deep-freeze.js';
import { onCleanUp } from './clean-up.js';

/** A real HTTP server that speaks as much S3 as keeping objects takes: PUT, GET and DELETE of an object, by path. */
export interface S3Server {
  /** How a desk reaches it. */
  readonly config: S3Config;
  /** Objects by bucket and key. */
  readonly objects: ReadonlyMap<string, Buffer>;
  /** Answers the next `count` requests with 503, as a service under load does. */
  failNext(count: number): void;
}

export async function startS3Server(): Promise<S3Server> {
  const objects = new Map<string, Buffer>();
  let failures = 0;
  const server = createServer((request, response) => {
    if (failures > 0) {
      failures -= 1;
      request.resume();
      sendError(response, 503, 'SlowDown');
      return;
    }
    void answer(objects, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onCleanUp(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test-secret' };
  const config = { bucket: 'files', region: 'us-east-1', pathStyle: true, credentials };
  return {
    config: deepFreeze<S3Config>({ ...config, endpoint: `http://127.0.0.1:${port}` }),
    objects,
    failNext: (count) => (failures = count),
  };
}

async function answer(objects: Map<string, Buffer>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://s3').pathname;
  if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) {
    request.resume();
    sendError(response, 403, 'AccessDenied');
    return;
  }
  if (request.method === 'PUT') {
    objects.set(path, await buffer(request));
    response.writeHead(200, { etag: '"1"' }).end();
  } else if (request.method === 'DELETE') {
    objects.delete(path);
    response.writeHead(204).end();
  } else {
    const found = objects.get(path);
    if (found) response.writeHead(200, { 'content-length': found.length }).end(found);
    else sendError(response, 404, 'NoSuchKey');
  }
}

function sendError(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}
