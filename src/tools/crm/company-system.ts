import { LRUCache } from 'lru-cache';
import { type Clock } from '../../common/clock.js';
import { type SystemDescription } from '../../config/domain-tools-schema.js';
import { type LookUpDescription } from '../../config/look-up-schema.js';
import { type CustomerRecord } from '../contract/customer-record.js';
import { fetchJson } from './fetch-json.js';
import { lookUpUrl, type LookUpValues } from './look-up-url.js';

/** Most answers of one system that are kept. */
const MAX_CACHED = 1000;

/** A system of the company: how it is reached, and what it said a moment ago. */
export class CompanySystem {
  readonly name: string;
  readonly timeoutMs: number;
  readonly #headers: Readonly<Record<string, string>>;
  private readonly baseUrl: string;
  private readonly cache: LRUCache<string, readonly CustomerRecord[]> | null;

  constructor(system: Omit<SystemDescription, 'lookUps'>, clock: Clock) {
    this.name = system.name;
    this.timeoutMs = system.timeoutMs;
    this.baseUrl = system.baseUrl;
    this.#headers = { accept: 'application/json', ...system.headers, ...authHeaders(system.auth) };
    const ttl = system.cacheSeconds * 1000;
    const perf = { now: () => clock.now() };
    this.cache = ttl === 0 ? null : new LRUCache({ max: MAX_CACHED, ttl, ttlResolution: 0, perf });
  }

  /** The system's answer; undefined when it has none. @throws as `fetchJson` does */
  async get(asks: LookUpDescription, values: LookUpValues, signal: AbortSignal): Promise<unknown> {
    const url = lookUpUrl(this.baseUrl, asks, values);
    return url && fetchJson(url, this.#headers, signal);
  }

  /** What was found under `key` a moment ago, or what `find` finds now; neither failures nor "nothing" are kept. */
  async cached(
    key: readonly unknown[],
    find: () => Promise<readonly CustomerRecord[]>,
  ): Promise<readonly CustomerRecord[]> {
    const text = JSON.stringify(key);
    const known = this.cache?.get(text);
    if (known) return known;
    const found = await find();
    if (found.length > 0) this.cache?.set(text, found);
    return found;
  }
}

function authHeaders(auth: SystemDescription['auth']): Record<string, string> {
  if (!auth) return {};
  if (auth.type === 'bearer') return { authorization: `Bearer ${auth.token}` };
  if (auth.type === 'header') return { [auth.name.toLowerCase()]: auth.value };
  return { authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}` };
}
