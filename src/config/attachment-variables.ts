import { flag, oneOf, text, wholeNumber } from './env-values.js';
import { optionalVariable, variable } from './env-variable.js';

const section = 'Attachments';

/** Customers' files: how much is taken, where they are kept, and who looks for viruses. */
export const attachmentVariables = {
  ATTACHMENT_MAX_MB: variable(wholeNumber(1, 100), {
    section,
    default: '10',
    description: 'The largest file that is taken, in megabytes of 1,048,576 bytes.',
  }),
  ATTACHMENT_MAX_FILES_PER_SESSION: variable(wholeNumber(1, 1000), {
    section,
    default: '20',
    description: 'How many files a session may hold at once.',
  }),
  ATTACHMENT_MAX_MB_PER_SESSION: variable(wholeNumber(1, 10_000), {
    section,
    default: '50',
    description: 'How much the files of a session may weigh together, in megabytes.',
  }),
  ATTACHMENT_MAX_PAGES: variable(wholeNumber(1, 10_000), {
    section,
    default: '500',
    description: 'The most pages of one PDF; a file with more is refused.',
  }),
  ATTACHMENT_STORAGE: variable(oneOf('disk', 's3'), {
    section,
    default: 'disk',
    description:
      'Where the files themselves are kept: in the folder attachments of DATA_DIR, which all processes must then share, or in a bucket that speaks S3. Their text is in the database.',
  }),
  ATTACHMENT_CLAMD: optionalVariable(
    text(/^(\/[^\0]+|[\w.-]+:\d{1,5}|\[[\da-fA-F:]+\]:\d{1,5})$/, 'host:port or the path of a socket'),
    {
      section,
      otherwise: 'files are not scanned',
      description:
        'The ClamAV daemon that every file is shown before it is read. While it is out of reach, no file is taken.',
      example: 'clamav:3310',
    },
  ),
  S3_BUCKET: optionalVariable(text(/^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/, 'the name of a bucket'), {
    section,
    otherwise: 'needed with ATTACHMENT_STORAGE=s3',
    description: 'The bucket that files are kept in. It should not be versioned, or deleted files stay in it.',
    example: 'frontdesk-files',
  }),
  S3_ENDPOINT: optionalVariable(text(/^https?:\/\/\S+$/, 'an address that begins with http:// or https://'), {
    section,
    otherwise: "Amazon's own for the region",
    description: 'The address of another service that speaks S3.',
    example: 'https://minio.internal:9000',
  }),
  S3_REGION: variable(text(/^[a-z\d-]{1,32}$/, 'the name of a region'), {
    section,
    default: 'us-east-1',
    description: 'The region of the bucket.',
  }),
  S3_ACCESS_KEY_ID: optionalVariable(text(/^\S+$/, 'a key id without blanks'), {
    section,
    otherwise: "found by the AWS SDK's own rules",
    description: 'The key that opens the bucket; S3_SECRET_ACCESS_KEY is its other half.',
    secret: true,
  }),
  S3_SECRET_ACCESS_KEY: optionalVariable(text(/^\S+$/, 'a secret without blanks'), {
    section,
    otherwise: "found by the AWS SDK's own rules",
    description: 'The secret of S3_ACCESS_KEY_ID.',
    secret: true,
  }),
  S3_PATH_STYLE: variable(flag(), {
    section,
    default: 'false',
    description: 'Names the bucket in the path in place of the host name, as most services but Amazon want it.',
  }),
};
