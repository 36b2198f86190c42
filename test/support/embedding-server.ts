import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo } from 'node:net';
import { onCleanUp } from './clean-up.js';

/** An endpoint with the embeddings interface of OpenAI. */
export interface EmbeddingServer {
  readonly url: string;
  /** Texts that it was asked to embed, in order. */
  readonly asked: string[];
  /** What it does with the next requests. */
  behaviour: 'answer' | 'fail' | 'hang';
  /** Texts to answer before it fails. */
  remaining: number;
  dimensions: number;
  close(): Promise<void>;
}

/** Words that mean the same here: what the words of a question and of a page may differ in. */
const SAME = [
  ['refund', 'money', 'reimburse', 'payback'],
  ['password', 'login', 'signin', 'credentials'],
  ['parcel', 'package', 'delivery', 'shipping'],
];

/**
 * Serves vectors on a free port of 127.0.0.1: each word adds to a few places that its hash tells, words that mean the same to the same
 * ones. So the vectors are always the same, and texts about the same thing are near each other.
 */
export async function startEmbeddingServer(dimensions = 64): Promise<EmbeddingServer> {
  const state = {
    asked: [] as string[],
    behaviour: 'answer' as EmbeddingServer['behaviour'],
    remaining: Infinity,
    dimensions,
  };
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { input, dimensions: wanted } = JSON.parse(body) as { input: string[]; dimensions?: number };
      if (state.behaviour === 'hang') return;
      state.remaining -= input.length;
      if (state.behaviour === 'fail' || state.remaining < 0) {
        response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":{"message":"out of order"}}');
        return;
      }
      state.asked.push(...input);
      const data = input.map((text, index) => ({
        ...{ object: 'embedding', index },
        embedding: hashedVector(text, wanted ?? state.dimensions),
      }));
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ object: 'list', data, model: 'm', usage: { prompt_tokens: 1, total_tokens: 1 } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = onCleanUp(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, { url: `http://127.0.0.1:${port}/v1`, close });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function hashedVector(text: string, dimensions: number): number[] {
  const vector = Array.from({ length: dimensions }, () => 0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
    const meaning = SAME.find((group) => group.some((one) => word.startsWith(one)))?.[0] ?? word;
    for (let turn = 0; turn < 3; turn++) {
      const hash = fnv1a(`${turn}${meaning}`);
      vector[hash % dimensions] = (vector[hash % dimensions] ?? 0) + (hash & 0x10000 ? 1 : -1);
    }
  }
  if (!vector.some(Boolean)) vector[0] = 1;
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** Fowler, Noll and Vo's 32-bit hash. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
