import { type Request } from 'express';
import { type ClientTraits } from '../session/fingerprint.js';

/** Who sends the request, by its `User-Agent` and by the address that as many proxies as TRUST_PROXY names vouch for. */
export function clientTraits(request: Request): ClientTraits {
  return { userAgent: request.get('user-agent') ?? '', address: request.ip ?? '' };
}
