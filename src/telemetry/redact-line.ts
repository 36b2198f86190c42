import { type DestinationStream } from 'pino';

/** An e-mail address, or the password and host of a connection string. */
const ADDRESS = /[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.)+\p{L}{2,24}/gu;
/** A phone number with its country code. */
const PHONE = /(?<![\w+])\+[1-9](?:[ ().-]{0,2}\d){7,14}(?!\d)/g;
/** A payment card or another long number in groups; times in milliseconds are numbers of the line and no part of a text. */
const NUMBER = /(?<![\w.+:-]|":)\d(?:[ -]?\d){12,18}(?![\w-])/g;
/** What Postgres tells of the row that broke a rule. */
const ROW = /\b(Key \([^()"]{1,200}\)=|Failing row contains )\((?:[^()]|\([^()]*\)){0,4000}\)/g;
/** Quoted within a text of the line: JSON.parse, Postgres and validators repeat like this what they were given. */
const QUOTED = /\\"((?:[^"\\]|\\[^"])*)\\"/g;
/** Names of columns, tables, types and fields tell what is wrong and nothing of a customer. */
const IDENTIFIER = /^[a-z][a-z0-9_.-]{0,40}$/;

/**
 * A log line without what errors of libraries repeat of the data that they failed on: addresses, numbers, rows, quoted values. The
 * desk's own lines hold none; this is for those that others word. Takes time linear in the line.
 */
export function redactLine(line: string): string {
  return line
    .replace(ROW, '$1(…)')
    .replace(QUOTED, (whole, inside: string) => (IDENTIFIER.test(inside) ? whole : '\\"…\\"'))
    .replace(ADDRESS, '[email]')
    .replace(PHONE, '[phone]')
    .replace(NUMBER, '[number]');
}

/** The stream, with every line redacted on its way in. */
export function redacting<Stream extends DestinationStream>(stream: Stream): Stream {
  const write = stream.write.bind(stream);
  stream.write = (line) => {
    write(redactLine(line));
  };
  return stream;
}
