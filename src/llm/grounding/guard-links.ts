import { linksIn } from './links.js';

/** `text` from `from` on, without its links that `allowed` does not hold. */
export function guardLinks(text: string, allowed: ReadonlySet<string>, from = 0): string {
  let kept = '';
  let at = from;
  for (const { start, end, normal } of linksIn(text)) {
    if (allowed.has(normal)) continue;
    kept += text.slice(at, Math.max(at, start));
    at = Math.max(at, end);
  }
  return kept + text.slice(at);
}
