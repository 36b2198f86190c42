import { fileURLToPath } from 'node:url';
import { type NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { type AppConfig } from './config/app-config.js';
import { ProblemFilter } from './transport/problem.filter.js';
import { refuseNul, requestContext } from './transport/request-context.middleware.js';
import { validationPipe } from './transport/validation.pipe.js';

const CHAT_ASSETS = fileURLToPath(new URL('../web/chat/', import.meta.url));

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
  // The file names carry no hash: always revalidated by ETag, so that an upgrade never mixes old modules with new ones.
  app.useStaticAssets(CHAT_ASSETS, { prefix: '/assets/chat', index: false, maxAge: 0 });
  app.setGlobalPrefix(api.prefix, { exclude: WITHOUT_PREFIX });
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter());
}

/** Our own pages run their own scripts and styles only. Swagger UI needs inline styles and data images. */
function secureHeaders(app: NestExpressApplication): void {
  const own = ["'self'"];
  const locked = {
    'default-src': own,
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
