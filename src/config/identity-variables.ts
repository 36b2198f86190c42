import { list, MIN_SECRET_LENGTH, text } from './env-values.js';
import { optionalVariable } from './env-variable.js';

/** Who customers are, as the host site vouches for them. */
export const identityVariables = {
  IDENTITY_SECRETS: optionalVariable(
    list(
      (value) => value.length >= MIN_SECRET_LENGTH,
      `secrets of at least ${MIN_SECRET_LENGTH} characters each, separated by commas`,
    ),
    {
      section: 'Secrets',
      otherwise: 'nobody proves by a shared secret who they are',
      description:
        "Shared with your own site, which signs its customers' ids with one of them (HS256, or HMAC-SHA256); all of them verify. Never given to a browser.",
      secret: true,
    },
  ),
  IDENTITY_PUBLIC_KEY: optionalVariable(text(/^[^\0]+$/, 'a public key in PEM, or the path of a file with one'), {
    section: 'Secrets',
    otherwise: 'no key pair proves who customers are',
    description:
      "Verifies identity tokens that your site or login service signs with RS256, ES256 or EdDSA. In one line, write the PEM's line ends as \\n.",
    example: '/etc/frontdesk/identity.pem',
  }),
  IDENTITY_ISSUER: optionalVariable(text(/^[^\0\s]{1,512}$/, 'up to 512 characters without blanks'), {
    section: 'Secrets',
    otherwise: 'iss is not looked at',
    description: 'The iss that identity tokens must have.',
    example: 'https://login.shop.example',
  }),
  IDENTITY_AUDIENCE: optionalVariable(text(/^[^\0\s]{1,512}$/, 'up to 512 characters without blanks'), {
    section: 'Secrets',
    otherwise: 'aud is not looked at',
    description:
      'The aud that identity tokens must have. Set it when the same key signs tokens for other services too: theirs would open sessions here.',
    example: 'frontdesk',
  }),
};
