import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import type { FileContent } from '../extracted-text.js';
import { htmlToText } from './html.js';

const HEADER_BYTES = 256 * 1024;
const NESTING = 50;
/** Mails forwarded in mails that are read too; deeper ones are only named. */
const FORWARDED = 3;

/**
 * The letter with who wrote it to whom, and when; mails and reports of mail servers that it carries follow it. Files
 * attached to it are named, not opened.
 */
export async function readEml(bytes: Buffer): Promise<FileContent> {
  const mail = await parse(bytes);
  return {
    parts: [{ label: '', text: await mailText(mail, FORWARDED) }],
    ...(mail.subject !== undefined && { title: mail.subject }),
  };
}

function parse(bytes: Uint8Array): Promise<Email> {
  return PostalMime.parse(bytes, { maxNestingDepth: NESTING, maxHeadersSize: HEADER_BYTES });
}

async function mailText(mail: Email, depth: number): Promise<string> {
  const body = mail.text?.trim() ? mail.text : htmlToText(mail.html ?? '');
  const carried = await Promise.all(mail.attachments.map((one) => carriedText(one, depth)));
  const files = mail.attachments.filter((_, index) => carried[index] === undefined).map(nameOf);
  const header = [
    line('Subject', mail.subject),
    line('From', mail.from && addressText(mail.from)),
    line('To', mail.to?.map(addressText).join(', ')),
    line('Date', mail.date),
    line('Attached', files.join(', ')),
  ];
  return [header.filter((text) => text !== '').join('\n'), body, ...carried.filter((text) => text !== undefined)].join(
    '\n\n',
  );
}

/** What a part says that belongs to the mail itself: a forwarded mail, or a server's report (RFC 3462); undefined for a file. */
async function carriedText({ mimeType, content }: Attachment, depth: number): Promise<string | undefined> {
  if (!mimeType.startsWith('message/') || depth === 0) return undefined;
  const bytes = Buffer.from(typeof content === 'string' ? content : new Uint8Array(content));
  return mimeType === 'message/rfc822' ? mailText(await parse(bytes), depth - 1) : bytes.toString('utf8');
}

function nameOf({ filename, mimeType }: Attachment): string {
  return filename ?? `without a name (${mimeType})`;
}

function line(name: string, value: string | undefined): string {
  return value?.trim() ? `${name}: ${value.trim()}` : '';
}

function addressText(address: Address): string {
  const { name } = address;
  if (!address.address) return name;
  return name ? `${name} <${address.address}>` : address.address;
}
