import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { type AppConfig } from './config/app-config.js';
import { answerTheRest } from './transport/final-handler.js';
import { limitHttpServer } from './transport/http-server.js';
import { plainInput } from './transport/plain-json.js';
import { ProblemFilter } from './transport/problem.filter.js';
import { refuseNul, requestContext } from './transport/request-context.middleware.js';
import { requestLimits } from './transport/request-limits.js';
import { securityHeaders } from './transport/security-headers.js';
import { ProblemSender } from './transport/send-problem.js';
import { validationPipe } from './transport/validation.pipe.js';

/** One folder per page: its modules, its styles, its index.html. */
const PAGES = fileURLToPath(new URL('../web/', import.meta.url));

/** Addresses outside the prefix: for browsers, probes and scrapers. */
const WITHOUT_PREFIX = [
  '',
  'health',
  'health/live',
  'health/ready',
  'health/startup',
  'livez',
  'readyz',
  'startupz',
  'metrics',
  'console',
];

/** Operations that take files, below the prefix. */
const FORMS = ['/attachments', '/knowledge/documents'];

/** What a page of another origin may read of an answer. */
const EXPOSED_HEADERS = [
  'Allow',
  'ETag',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'X-Process-Time',
  'X-Request-Id',
  'traceparent',
];

/** How long a browser may remember what a preflight said, in seconds. */
const PREFLIGHT_SECONDS = 600;

/** Everything that every request passes, in order. */
export function configureHttpEdge(app: NestExpressApplication, { api, http }: AppConfig): void {
  const server = app.getHttpServer();
  const problems = new ProblemSender(api.prefix);
  limitHttpServer(server, http);
  answerTheRest(server, app.getHttpAdapter().getInstance(), problems);
  app.set('trust proxy', api.trustProxy);
  app.set('etag', false);
  // One level of names, no objects made of brackets.
  app.set('query parser', 'simple');
  app.use(requestContext);
  app.use(securityHeaders(importMapHashes()));
  allowOrigins(app, api.corsOrigins);
  app.use(refuseNul);
  app.use(requestLimits({ urlLimitBytes: http.urlLimitBytes, forms: FORMS.map((path) => api.prefix + path) }));
  app.useBodyParser('json', { limit: http.bodyLimitBytes });
  app.use(plainInput(http.jsonDepth));
  serveAssets(app);
  app.setGlobalPrefix(api.prefix, { exclude: WITHOUT_PREFIX });
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(problems));
}

/** Credentials travel in headers that a page sets itself, never in cookies: `credentials` stays off, with `*` as with a list. */
function allowOrigins(app: NestExpressApplication, origins: readonly string[]): void {
  if (origins.length === 0) return;
  const origin = origins.includes('*') ? '*' : [...origins];
  app.enableCors({ origin, credentials: false, exposedHeaders: EXPOSED_HEADERS, maxAge: PREFLIGHT_SECONDS });
}

/** Folders of what browsers load, by the name they have below `/assets`. */
function assetFolders(): Record<string, string> {
  const require = createRequire(import.meta.url);
  return {
    ...Object.fromEntries(pageNames().map((name) => [name, join(PAGES, name)])),
    client: dirname(require.resolve('@frontdesk/client')),
    // The build for browsers is none of the package's exports: its folder is found by what is.
    'socket.io': join(dirname(require.resolve('socket.io-client/package.json')), 'dist'),
  };
}

function pageNames(): string[] {
  return readdirSync(PAGES).filter((name) => existsSync(join(PAGES, name, 'index.html')));
}

function serveAssets(app: NestExpressApplication): void {
  for (const [name, folder] of Object.entries(assetFolders())) {
    // The file names carry no hash: always revalidated by ETag, so that an upgrade never mixes old modules with new ones.
    app.useStaticAssets(folder, { prefix: `/assets/${name}`, index: false, maxAge: 0 });
  }
}

/** The one inline script a page may have says where its modules are; a policy allows it by the hash of its very text. */
function importMapHashes(): string[] {
  const pages = pageNames().map((name) =>
    readFileSync(join(PAGES, name, 'index.html'), 'utf8').replaceAll('\r\n', '\n'),
  );
  // Browsers hash what they parsed, and parsing has turned every line end into LF.
  const maps = pages.flatMap((html) => /<script type="importmap">(.*?)<\/script>/s.exec(html)?.[1] ?? []);
  return [...new Set(maps)].map((map) => `'sha256-${createHash('sha256').update(map).digest('base64')}'`);
}
