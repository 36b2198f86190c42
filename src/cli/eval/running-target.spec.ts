import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { type EvalDocument } from './retrieval-set.js';
import { batches, RunningTarget } from './running-target.js';

/** A desk on the wire: keeps documents by text, as the product does, and answers every search with all of them. */
const stored = new Map<string, { documentId: string; metadata: object }>();
let loseAnswers = false;
const seen: { route: string; key: unknown; body: unknown }[] = [];
let server: Server;
let url: string;

beforeEach(async () => {
  stored.clear();
  loseAnswers = false;
  seen.length = 0;
  server = createServer((request, response) => {
    void (async () => {
      const route = `${request.method ?? ''} ${request.url ?? ''}`;
      const body = request.method === 'POST' ? ((await json(request)) as Record<string, unknown>) : {};
      seen.push({ route, key: request.headers['x-api-key'], body });
      const [status, answer] = respond(route, body);
      response.writeHead(status).end(answer === undefined ? '' : JSON.stringify(answer));
    })();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.close();
});

function respond(route: string, body: Record<string, unknown>): [number, unknown] {
  if (route === 'POST /api/v1/knowledge/documents') {
    const documents = (body.documents as { text: string; metadata: object }[]).map(({ text, metadata }) => {
      const deduplicated = stored.has(text);
      if (!deduplicated) stored.set(text, { documentId: `doc_${text}`, metadata });
      return { documentId: `doc_${text}`, chunks: 1, status: 'indexed', deduplicated };
    });
    return loseAnswers ? [503, { code: 'database_unavailable' }] : [201, { documents }];
  }
  if (route === 'GET /api/v1/knowledge/documents?limit=100')
    return [200, { data: [...stored.values()].slice(0, 1), nextCursor: '1' }];
  if (route === 'GET /api/v1/knowledge/documents?limit=100&cursor=1') {
    return [200, { data: [...stored.values()].slice(1), nextCursor: null }];
  }
  if (route.startsWith('DELETE /api/v1/knowledge/documents/doc_')) {
    stored.delete(route.slice(route.lastIndexOf('_') + 1));
    return [204, undefined];
  }
  if (route === 'POST /api/v1/knowledge/search') {
    return [200, { sources: [...stored.values()].map(({ documentId }) => ({ documentId, score: 0.5, title: 't' })) }];
  }
  return [404, { code: 'not_found', detail: 'no such route' }];
}

const document = (text: string): EvalDocument => ({ id: `id-${text}`, title: 'T', text, fields: { course: 'c' } });
const { signal } = new AbortController();

describe('RunningTarget', () => {
  it('loads, searches, and deletes only what it added', async () => {
    stored.set('theirs', { documentId: 'doc_theirs', metadata: {} });
    const target = new RunningTarget(url, 'secret-key');
    expect(await target.load(['theirs', 'a', 'a', 'b'].map(document), signal)).toEqual([
      'doc_theirs',
      'doc_a',
      'doc_a',
      'doc_b',
    ]);
    expect(await target.search('q', { k: 7, context: 'h', filter: { course: 'c' } })).toEqual([
      { documentId: 'doc_theirs', score: 0.5 },
      { documentId: 'doc_a', score: 0.5 },
      { documentId: 'doc_b', score: 0.5 },
    ]);
    expect(seen[0]).toMatchObject({
      key: 'secret-key',
      body: { documents: [{ title: 'T', text: 'theirs', metadata: { evalId: 'id-theirs', course: 'c' } }, {}, {}, {}] },
    });
    expect(seen[1]?.body).toEqual({ query: 'q', k: 7, context: 'h', filter: { course: 'c' } });
    await target.close();
    expect([...stored.keys()]).toEqual(['theirs']);
  });

  it('deletes what it had added when it is stopped between two batches', async () => {
    const stop = new AbortController();
    const target = new RunningTarget(url, 'k');
    const many = Array.from({ length: 50 }, (_, index) => document(String(index)));
    server.on('request', () => {
      if (seen.length === 1) stop.abort();
    });
    await expect(target.load(many, stop.signal)).rejects.toThrow(/aborted/);
    expect(stored.size).toBe(40);
    await target.close();
    expect(stored.size).toBe(0);
  });

  it('deletes what a failed request left behind', async () => {
    stored.set('theirs', { documentId: 'doc_theirs', metadata: {} });
    loseAnswers = true;
    const target = new RunningTarget(url, 'k');
    await expect(target.load(['a', 'b'].map(document), signal)).rejects.toThrow(
      /was answered 503: .*database_unavailable/,
    );
    expect([...stored.keys()]).toEqual(['theirs', 'a', 'b']);
    await target.close();
    expect([...stored.keys()]).toEqual(['theirs']);
  });

  it('takes the path of the url for a prefix', async () => {
    const target = new RunningTarget(`${url}/desk/`, 'k');
    await expect(target.search('q', { k: 1 })).rejects.toThrow(
      /POST .*\/desk\/knowledge\/search was answered 404: .*no such route/,
    );
  });

  it('says when nobody is there', async () => {
    server.close();
    await expect(new RunningTarget(url, 'k').search('q', { k: 1 })).rejects.toThrow(/got no answer/);
  });
});

describe('batches', () => {
  const sized = (bytes: number) => ({ text: 'x'.repeat(bytes) });

  it('keeps requests below the body limit and every document in order', () => {
    const documents = [sized(120_000), sized(120_000), sized(100), sized(900_000), sized(1)];
    expect(batches(documents).map((batch) => batch.length)).toEqual([1, 2, 1, 1]);
    expect(batches(documents).flat()).toEqual(documents);
  });

  it('keeps requests short', () => {
    expect(batches(Array.from({ length: 50 }, () => sized(1))).map((batch) => batch.length)).toEqual([20, 20, 10]);
  });

  it('has nothing to send of nothing', () => {
    expect(batches([])).toEqual([]);
  });
});
