import { z } from 'zod';

/** Names of tools are made of two of these and stay below 64 characters, which is the most that models' interfaces take. */
export const shortName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,29}$/, 'must be at most 30 lower-case letters, digits and _, and begin with a letter');

/** Whom a tool may serve: everybody, or only a customer whose identity was proven. */
export const access = z.enum(['anyone', 'verified_user']);

/** One line, as a header may carry it (RFC 9110, field values). */
export const headerValue = z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'must be one line of Latin-1 text');

/** A header's name is a token of RFC 9110. */
export const headerName = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'must be the name of a header');

/** Headers by name. */
export const headers = z.record(headerName, headerValue);

/** Where a system answers. Who we are goes into headers, where no log of addresses repeats it. */
export const webAddress = z.string().refine((value) => {
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol)) return false;
  return url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}, 'must begin with https:// or http:// and hold no user, password, ? or #');
