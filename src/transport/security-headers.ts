import { type RequestHandler } from 'express';
import helmet from 'helmet';

/** A page of ours uses none of these; embedded pages get none either. */
const PERMISSIONS = ['camera', 'display-capture', 'geolocation', 'microphone', 'payment', 'usb'];

/** A year. Whether subdomains have TLS too is not ours to say. */
const HSTS = `max-age=${365 * 86_400}`;

/** Files of pages and of the documentation hold nothing of anybody, and are revalidated by their ETag. */
const PUBLIC_FILES = /^\/(assets|docs)(\/|-json|-yaml|$)/;

/**
 * Headers that make browsers careful. Our own pages run their own scripts and styles only, and those inline scripts whose hashes are
 * given; Swagger UI needs inline styles and data images. Answers of the API are kept by nobody.
 */
export function securityHeaders(inlineScriptHashes: readonly string[]): RequestHandler {
  const own = ["'self'"];
  const locked = {
    'default-src': own,
    'script-src': [...own, ...inlineScriptHashes],
    'base-uri': ["'none'"],
    'form-action': own,
    'frame-ancestors': own,
    'object-src': ["'none'"],
  };
  const ofPages = withPolicy(locked);
  const ofDocs = withPolicy({ ...locked, 'style-src': [...own, "'unsafe-inline'"], 'img-src': [...own, 'data:'] });
  const permissions = PERMISSIONS.map((name) => `${name}=()`).join(', ');
  return (request, response, next) => {
    response.setHeader('Permissions-Policy', permissions);
    // Over http browsers ignore it, and a desk without TLS must not promise any.
    if (request.secure) response.setHeader('Strict-Transport-Security', HSTS);
    if (!PUBLIC_FILES.test(request.path)) response.setHeader('Cache-Control', 'no-store');
    const policy = /^\/docs(\/|$)/.test(request.path) ? ofDocs : ofPages;
    policy(request, response, next);
  };
}

function withPolicy(directives: Readonly<Record<string, readonly string[]>>): ReturnType<typeof helmet> {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { ...directives } },
    strictTransportSecurity: false,
  });
}
