import { analyse } from 'chardet';
import iconv from 'iconv-lite';
import { textPlausibility } from './text-plausibility.js';

/** Bytes that a guess looks at; a longer text is judged by its beginning. */
const SAMPLE_BYTES = 64 * 1024;
/** Guesses of chardet that are tried; below the fifth they are noise. */
const GUESSES = 5;
/** Between readings that are equally good text, the order of chardet decides. */
const RANK_HANDICAP = 0.01;
/** Code pages of DOS and of old Macs: still met, but not among what chardet knows, and rare. */
const UNKNOWN_TO_CHARDET = ['cp866', 'cp850', 'macintosh'] as const;
const RARE_HANDICAP = 0.3;

/** Tab, line feed, form feed, carriage return, and the escape of ISO-2022. Binary files have the other controls all over. */
const TEXT_CONTROLS: readonly number[] = [9, 10, 12, 13, 27];
const FIRST_PRINTABLE = 32;

/**
 * The text of a file that is text, in whichever encoding; undefined for a binary file. A byte order mark decides;
 * otherwise strict UTF-8, because other encodings almost never happen to be valid UTF-8; otherwise the guess of chardet
 * that reads most like text (see `textPlausibility`).
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const marked = markedEncoding(bytes);
  if (marked) return asText(new TextDecoder(marked).decode(bytes));
  const utf8 = strictUtf8(bytes);
  if (utf8 !== undefined) return asText(utf8);
  const encoding = likeliestEncoding(bytes.subarray(0, SAMPLE_BYTES));
  return encoding === undefined ? undefined : asText(iconv.decode(bytes, encoding));
}

function markedEncoding(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xef && second === 0xbb && third === 0xbf ? 'utf-8' : undefined;
}

function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function likeliestEncoding(sample: Uint8Array): string | undefined {
  const known = guesses(sample);
  let best: { encoding: string; score: number } | undefined;
  for (const [rank, encoding] of [...known, ...UNKNOWN_TO_CHARDET].entries()) {
    if (!iconv.encodingExists(encoding)) continue;
    const decoded = iconv.decode(sample, encoding);
    if (asText(decoded) === undefined) continue;
    const score = textPlausibility(decoded) - (rank < known.length ? rank * RANK_HANDICAP : RARE_HANDICAP);
    if (!best || score > best.score) best = { encoding, score };
  }
  return best?.encoding;
}

function guesses(sample: Uint8Array): string[] {
  return analyse(sample)
    .slice(0, GUESSES)
    .map(({ name }) => (name === 'ISO-8859-1' ? 'windows-1252' : name));
}

/** The text, unless control characters say that it is none: more than one in a thousand. */
function asText(text: string): string | undefined {
  let controls = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < FIRST_PRINTABLE && !TEXT_CONTROLS.includes(code)) controls++;
  }
  return controls * 1000 > text.length ? undefined : text;
}
