import { type CrossRule } from './cross-rule.js';
import { type EnvironmentValues } from './env.schema.js';

const MEGABYTE = 1024 * 1024;

/** A bucket that speaks S3, and what opens it. */
export interface S3Config {
  readonly bucket: string;
  readonly region: string;
  readonly pathStyle: boolean;
  /** Amazon's own when absent. */
  readonly endpoint?: string;
  /** Found by the SDK's own rules when absent. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** What is taken of customers' files, and where it goes. */
export interface AttachmentConfig {
  readonly maxBytes: number;
  readonly maxFilesPerSession: number;
  readonly maxBytesPerSession: number;
  readonly maxPages: number;
  readonly storage: { readonly kind: 'disk' } | ({ readonly kind: 's3' } & S3Config);
  /** Where the virus scanner listens; null: files are not scanned. */
  readonly clamd: { readonly path: string } | { readonly host: string; readonly port: number } | null;
}

/** The attachments' part of the configuration, of variables that keep `attachmentRules`. */
export function attachmentConfig(values: EnvironmentValues): AttachmentConfig {
  return {
    maxBytes: values.ATTACHMENT_MAX_MB * MEGABYTE,
    maxFilesPerSession: values.ATTACHMENT_MAX_FILES_PER_SESSION,
    maxBytesPerSession: values.ATTACHMENT_MAX_MB_PER_SESSION * MEGABYTE,
    maxPages: values.ATTACHMENT_MAX_PAGES,
    storage: values.ATTACHMENT_STORAGE === 's3' ? { kind: 's3', ...s3Config(values) } : { kind: 'disk' },
    clamd: values.ATTACHMENT_CLAMD === undefined ? null : clamdAddress(values.ATTACHMENT_CLAMD),
  };
}

function s3Config(values: EnvironmentValues): S3Config {
  const { S3_BUCKET: bucket = '', S3_ENDPOINT: endpoint, S3_REGION: region, S3_PATH_STYLE: pathStyle } = values;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = values;
  const hasKey = accessKeyId !== undefined && secretAccessKey !== undefined;
  return {
    ...{ bucket, region, pathStyle },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(hasKey ? { credentials: { accessKeyId, secretAccessKey } } : {}),
  };
}

function clamdAddress(address: string): AttachmentConfig['clamd'] {
  if (address.startsWith('/')) return { path: address };
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) };
}

/** What must hold between the variables of attachments. */
export const attachmentRules: readonly CrossRule[] = [
  {
    names: ['ATTACHMENT_STORAGE', 'S3_BUCKET'],
    broken: ({ ATTACHMENT_STORAGE: storage, S3_BUCKET: bucket }) => storage === 's3' && bucket === undefined,
    message: 'is s3, but no bucket is named. Set S3_BUCKET, or ATTACHMENT_STORAGE=disk.',
  },
  {
    names: ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
    broken: ({ S3_ACCESS_KEY_ID: id, S3_SECRET_ACCESS_KEY: secret }) => (id === undefined) !== (secret === undefined),
    message: 'and S3_SECRET_ACCESS_KEY belong together. Set both, or neither.',
  },
  {
    names: ['ATTACHMENT_MAX_MB_PER_SESSION', 'ATTACHMENT_MAX_MB'],
    broken: (values) => values.ATTACHMENT_MAX_MB_PER_SESSION < values.ATTACHMENT_MAX_MB,
    message: 'is below ATTACHMENT_MAX_MB, so no file of that size would find room. Raise it.',
  },
];
