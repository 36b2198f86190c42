import { readFileSync } from 'node:fs';
import { type AppConfig } from '../config/app-config.js';

/** A page of `web/`, told where the API lives: the one thing a plain file can't know. */
export function readPage(name: 'chat' | 'console', { api }: Pick<AppConfig, 'api'>): string {
  const meta = '<meta name="frontdesk-api" content="';
  const page = readFileSync(new URL(`../../web/${name}/index.html`, import.meta.url), 'utf8');
  return page.replace(`${meta}/api/v1"`, `${meta}${api.prefix}"`);
}
