const LONGEST = 200;
const LONGEST_EXTENSION = 20;
/** What a browser, a terminal or a reader could mistake: control and format characters, among them those that turn text around. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu;

/**
 * The name a sender gave to a file, as text to show and nothing else: without folders and invisible characters, at most 200 code
 * units with the extension kept; `file` if nothing remains. It is never used as a path.
 */
export function displayFilename(name: string): string {
  const last = name.toWellFormed().normalize('NFC').split(/[/\\]/).pop() ?? '';
  const shown = last.replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
  if (shown === '' || /^\.+$/.test(shown)) return 'file';
  return shown.length <= LONGEST ? shown : shortened(shown);
}

function shortened(name: string): string {
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= LONGEST_EXTENSION ? name.slice(dot) : '';
  const stem = name.slice(0, LONGEST - extension.length - 1);
  return `${stem.isWellFormed() ? stem : stem.slice(0, -1)}…${extension}`;
}
