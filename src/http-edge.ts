import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { type AppConfig } from './config/app-config.js';
import { ProblemFilter } from './transport/problem.filter.js';
import { refuseNul, requestContext } from './transport/request-context.middleware.js';
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

const EXPOSED_HEADERS = ['X-Request-Id', 'X-Process-Time', 'ETag', 'Retry-After'];

/** Everything that every request passes, in order. */
export function configureHttpEdge(app: NestExpressApplication, { api }: AppConfig): void {
  app.set('trust proxy', api.trustProxy);
  app.set('etag', false);
  app.use(requestContext);
  app.use(refuseNul);
  secureHeaders(app);
  if (api.corsOrigins.length > 0) {
    const origin = api.corsOrigins.includes('*') ? '*' : [...api.corsOrigins];
    app.enableCors({ origin, credentials: false, exposedHeaders: EXPOSED_HEADERS, maxAge: 600 });
  }
  app.useBodyParser('json', { limit: '1mb' });
  serveAssets(app);
  app.setGlobalPrefix(api.prefix, { exclude: WITHOUT_PREFIX });
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter());
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
  return maps.map((map) => `'sha256-${createHash('sha256').update(map).digest('base64')}'`);
}

/** Our own pages run their own scripts and styles only. Swagger UI needs inline styles and data images. */
function secureHeaders(app: NestExpressApplication): void {
  const own = ["'self'"];
  const locked = {
    'default-src': own,
    'script-src': [...own, ...importMapHashes()],
    'base-uri': ["'none'"],
    'form-action': own,
    'frame-ancestors': own,
    'object-src': ["'none'"],
  };
  const strict = helmet({ contentSecurityPolicy: { useDefaults: false, directives: locked } });
  const docs = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { ...locked, 'style-src': [...own, "'unsafe-inline'"], 'img-src': [...own, 'data:'] },
    },
  });
  app.use('/docs', docs);
  app.use((...[request, response, next]: Parameters<typeof strict>) => {
    if (request.url?.startsWith('/docs')) next();
    else strict(request, response, next);
  });
}
