import { randomBytes } from 'node:crypto';
import { type OpenAPIObject } from '@nestjs/swagger';
import { ApiClient } from '../api-client.js';
import { type ChildApp, startChildApp } from '../child-app.js';
import { createTestDatabase } from '../databases.js';
import { FAMILIES, IdPool } from './id-pool.js';
import { type ApiKeys } from './send-request.js';

const API = '/api/v1';

/** A built desk as a process of its own, with something of everything in it. */
export interface FuzzDesk {
  readonly url: string;
  readonly api: ApiClient;
  readonly document: OpenAPIObject;
  readonly pool: IdPool;
  readonly child: ChildApp;
  /** Makes new things to name and new keys, as requests delete the ones before. */
  seed(): Promise<ApiKeys>;
}

/** Starts it on Postgres. Rate limits are off: nothing may be hidden behind a 429. */
export async function startFuzzDesk(): Promise<FuzzDesk> {
  const database = await createTestDatabase('postgres');
  const adminKey = randomBytes(24).toString('hex');
  const child = await startChildApp({
    ENVIRONMENT: 'test',
    LOG_LEVEL: 'error',
    AUTH_TOKEN_SECRET: randomBytes(32).toString('hex'),
    ADMIN_API_KEY: adminKey,
    SAMPLE_KNOWLEDGE: 'true',
    RATE_LIMIT_ENABLED: 'false',
    ...database.env,
  });
  const api = new ApiClient(child.url);
  const { body: document } = await api.get<OpenAPIObject>('/openapi.json');
  const pool = new IdPool();
  const desk = { url: child.url, api, document, pool, child };
  return {
    ...desk,
    seed: async () => {
      for (let family = 0; family < FAMILIES; family += 1) await makeThings(api, adminKey, pool);
      return makeKeys(api, adminKey);
    },
  };
}

/** One key for each scope. */
async function makeKeys(api: ApiClient, admin: string): Promise<ApiKeys> {
  const make = async (scope: string): Promise<string> => {
    const body = { name: `fuzz ${scope}`, scopes: [scope] };
    const made = await api.post<{ key?: string }>(`${API}/keys`, body, { apiKey: admin });
    if (made.body.key === undefined) throw new Error(`POST ${API}/keys: ${made.status} ${JSON.stringify(made.body)}`);
    return made.body.key;
  };
  return { admin, chat: await make('chat'), knowledge: await make('knowledge'), operator: await make('operator') };
}

/** A session with messages, a file, memories and a ticket; a document; a webhook. */
async function makeThings(api: ApiClient, apiKey: string, pool: IdPool): Promise<void> {
  const learn = async (answer: Promise<{ readonly status: number; readonly body: unknown }>): Promise<unknown> => {
    const { body } = await answer;
    pool.learn(body);
    return body;
  };
  pool.begin();
  const opened = (await learn(
    api.post(`${API}/sessions`, { userId: `customer-${randomBytes(4).toString('hex')}` }, { apiKey }),
  )) as {
    session: { sessionId: string };
    token: string;
  };
  const { sessionId } = opened.session;
  const token = { token: opened.token };
  await learn(
    api.post(`${API}/chat/${sessionId}/messages`, { message: 'My name is Anna, my order is A-10023.' }, token),
  );
  await learn(api.get(`${API}/chat/${sessionId}/messages`, token));
  await learn(api.get(`${API}/sessions/${sessionId}/memories`, token));
  const form = new FormData();
  form.set('sessionId', sessionId);
  form.set('file', new Blob(['Our chairs cost 30 florins.']), 'prices.txt');
  await learn(api.post(`${API}/attachments`, form, token));
  await learn(api.post(`${API}/sessions/${sessionId}/handoff`, { note: 'please' }, token));
  await learn(
    api.post(`${API}/knowledge/documents`, { title: 'Chairs', text: `Chairs of ${sessionId} hum.` }, { apiKey }),
  );
  await learn(api.post(`${API}/webhooks`, { url: 'https://hooks.example/', events: ['*'] }, { apiKey }));
  for (const list of ['webhooks?limit=2', 'keys?limit=2']) await learn(api.get(`${API}/${list}`, { apiKey }));
}
