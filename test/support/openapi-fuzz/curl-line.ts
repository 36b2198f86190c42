import { type WireRequest } from './send-request.js';

const CONTROL = /\p{Cc}/u;

/** A line for a shell that sends the same request, to repeat it by hand. */
export function curlLine(url: string, { method, target, headers, body }: WireRequest): string {
  const parts = headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  if (body !== null) parts.push(`--data-binary ${quoted(body)}`);
  return ['curl --path-as-is -i -X', method, ...parts, quoted(url + target)].join(' ');
}

function quoted(text: string): string {
  if (!CONTROL.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return `$'${escaped.replace(new RegExp(CONTROL, 'gu'), (letter) => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`)}'`;
}
