/**
 * A pattern for the letters of `pattern` in either case; it may hold no escapes of letters. An inline modifier, `(?i:...)`, would say
 * the same: in long-lived processes with many contexts V8 was seen to ignore it.
 */
export function anyCase(pattern: string): string {
  return pattern.replace(/\p{L}/gu, (letter) => {
    const forms = [letter.toLowerCase(), letter.toUpperCase()].filter((form) => /^.$/u.test(form));
    return `[${[...new Set([letter, ...forms])].join('')}]`;
  });
}
