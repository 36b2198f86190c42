import { Agent, request as httpRequest } from 'node:http';
import { IdPool } from './id-pool.js';
import { type FuzzRequest } from './request-arbitraries.js';

/** How long an event stream without an end is read, in ms. */
const STREAM_MS = 150;
/** When a request counts as hung, in ms. */
export const HANG_MS = 5000;

/** A request with its ids and its credential, as it goes over the wire. */
export interface WireRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | null;
}

export interface WireAnswer {
  /** 0: there was none in time. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly ms: number;
}

/** API keys by the scope they have. */
export type ApiKeys = Readonly<Record<'admin' | 'chat' | 'knowledge' | 'operator', string>>;

/** Gives a request the ids that are known by now. */
export function toWire(request: FuzzRequest, pool: IdPool, keys: ApiKeys): WireRequest {
  const { operation, target, headers, body, family } = request;
  const path = pool.fill(target, family, encodeURIComponent);
  const text = body === null ? null : pool.fill(body.text, family);
  const given = headers.map(([name, value]) => [name, pool.fill(value, family)] as const);
  const type = body === null || body.contentType === '' ? [] : [['Content-Type', body.contentType] as const];
  const named = /\/(?:sessions|chat)\/([^/?]+)/.exec(path)?.[1] ?? /"sessionId"\r\n\r\n(\S+)/.exec(text ?? '')?.[1];
  return {
    method: operation.method,
    target: path,
    headers: [...credentialHeaders(request, named, pool, keys), ...type, ...given],
    body: text,
  };
}

function credentialHeaders(
  { credential, family }: FuzzRequest,
  named: string | undefined,
  pool: IdPool,
  keys: ApiKeys,
): (readonly [string, string])[] {
  const tokenIn = (place: number): string => pool.tokenOf(pool.fill(IdPool.placeholder('sessionId', 0), place));
  const own = (): string => (named === undefined ? tokenIn(family) : pool.tokenOf(named));
  switch (credential) {
    case 'owner':
      return [bearer(own())];
    case 'other':
      return [bearer(tokenIn(family + 1))];
    case 'none':
      return [];
    case 'garbage':
      return [bearer('eyJhbGciOiJub25lIn0.e30.'), ['X-API-Key', '\u00e9 "']];
    case 'both':
      return [bearer(own()), ['X-API-Key', keys.admin]];
    case 'admin':
    case 'chat':
    case 'knowledge':
    case 'operator':
      return [['X-API-Key', keys[credential]]];
  }
}

function bearer(token: string): readonly [string, string] {
  return ['Authorization', `Bearer ${token}`];
}

/** Sends requests over connections that are kept, as a busy client would. */
export class WireClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 8 });

  constructor(private readonly url: string) {}

  send({ method, target, headers, body }: WireRequest): Promise<WireAnswer> {
    const started = performance.now();
    const bytes = body === null ? undefined : Buffer.from(body, 'utf8');
    const raw = [...headers, ...(bytes ? [['Content-Length', String(bytes.length)] as const] : [])];
    const { hostname, port } = new URL(this.url);
    return new Promise((resolve, reject) => {
      const request = httpRequest({ host: hostname, port, method, path: target, agent: this.agent });
      const names = new Set(raw.map(([name]) => name));
      // The same header twice goes out twice.
      for (const name of names)
        request.setHeader(
          name,
          raw.filter(([other]) => other === name).map(([, value]) => value),
        );
      const give = (status: number, answerHeaders: WireAnswer['headers'], text: string): void => {
        clearTimeout(hang);
        resolve({ status, headers: answerHeaders, body: text, ms: performance.now() - started });
      };
      const hang = setTimeout(() => {
        request.destroy();
        give(0, {}, '');
      }, HANG_MS);
      request.on('error', (error) => {
        clearTimeout(hang);
        reject(error);
      });
      request.on('response', (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (piece) => (text += String(piece)));
        answer.on('end', () => {
          give(answer.statusCode ?? 0, answer.headers, text);
        });
        if (!answer.headers['content-type']?.startsWith('text/event-stream')) return;
        setTimeout(() => {
          give(answer.statusCode ?? 0, answer.headers, text);
          request.destroy();
        }, STREAM_MS);
      });
      request.end(bytes);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
