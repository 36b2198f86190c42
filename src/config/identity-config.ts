import { type CrossRule } from './cross-rule.js';
import { type EnvironmentValues } from './env.schema.js';

/** Verified identity of customers. */
export interface IdentityConfig {
  /** Shared with the host site; all verify. Empty: none is. */
  readonly secrets: readonly string[];
  /** A PEM, or the path of a file with one; null: there is none. */
  readonly publicKey: string | null;
  /** What identity tokens must name; null: anything. */
  readonly issuer: string | null;
  readonly audience: string | null;
}

/** That part of the configuration, of variables that keep `identityRules`. */
export function identityConfig(values: EnvironmentValues): IdentityConfig {
  return {
    secrets: values.IDENTITY_SECRETS ?? [],
    publicKey: values.IDENTITY_PUBLIC_KEY ?? null,
    issuer: values.IDENTITY_ISSUER ?? null,
    audience: values.IDENTITY_AUDIENCE ?? null,
  };
}

const isConfigured = (values: EnvironmentValues): boolean =>
  (values.IDENTITY_SECRETS?.length ?? 0) > 0 || values.IDENTITY_PUBLIC_KEY !== undefined;

/** What must hold between these variables and others. */
export const identityRules: readonly CrossRule[] = [
  {
    names: ['IDENTITY_SECRETS', 'AUTH_TOKEN_SECRET', 'AUTH_TOKEN_SECRETS'],
    broken: ({ IDENTITY_SECRETS: shared = [], AUTH_TOKEN_SECRET: own, AUTH_TOKEN_SECRETS: owns = [] }) =>
      shared.some((secret) => secret === own || owns.includes(secret)),
    message: 'has a secret that signs session tokens. It is shared with your site; make another one for it.',
  },
  {
    names: ['IDENTITY_ISSUER', 'IDENTITY_SECRETS', 'IDENTITY_PUBLIC_KEY'],
    broken: (values) => values.IDENTITY_ISSUER !== undefined && !isConfigured(values),
    message: 'is set, but nothing verifies identity tokens. Set IDENTITY_SECRETS or IDENTITY_PUBLIC_KEY.',
  },
  {
    names: ['IDENTITY_AUDIENCE', 'IDENTITY_SECRETS', 'IDENTITY_PUBLIC_KEY'],
    broken: (values) => values.IDENTITY_AUDIENCE !== undefined && !isConfigured(values),
    message: 'is set, but nothing verifies identity tokens. Set IDENTITY_SECRETS or IDENTITY_PUBLIC_KEY.',
  },
];
