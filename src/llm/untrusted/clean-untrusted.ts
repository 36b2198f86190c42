import { withoutHiddenCharacters } from './hidden-characters.js';
import { withoutHiddenMarkup } from './hidden-markup.js';
import { withoutRoleMarkers } from './role-markers.js';

/** Passes until nothing changes; honest text needs one. */
const MAX_PASSES = 4;

/**
 * Text of others as a person would see it and as nothing but text: no hidden characters, no hidden markup, no marker of a chat
 * format, none of our fences. Words stay as they are, and so does ordinary text. Cleaning twice changes nothing more.
 */
export function cleanUntrusted(text: string): string {
  let seen = text;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const shown = onePass(seen);
    if (shown === seen) return seen;
    // What is taken out may have kept two halves of something hidden apart.
    seen = shown;
  }
  // Nested on purpose: nothing of it is markup from here on.
  return onePass(seen.replaceAll('<', '‹'));
}

function onePass(text: string): string {
  return withoutRoleMarkers(withoutHiddenMarkup(withoutHiddenCharacters(text)));
}
