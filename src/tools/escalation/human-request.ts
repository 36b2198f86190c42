import { type EscalationEvidence } from '../contract/escalation-signal.js';
import { BARE_WISH, ENGLISH_WISHES } from './english-wish.js';
import { normalise } from './message-text.js';
import { OTHER_LANGUAGE_WISHES, TRAILING_NEGATION } from './other-languages-wish.js';
import { withoutTypingErrors } from './typing-errors.js';
import { leavesWish } from './wish-context.js';

const BARE_CONFIDENCE = 0.9;
const OTHER_LANGUAGE_CONFIDENCE = 0.85;

/**
 * An explicit wish for a person, or null. Asking *for* a person counts, also as a question ("can I talk to someone?"). Asking
 * *about* people does not ("are you human?", "do you have agents at night?", "do I have to talk to an agent to cancel?"): the
 * help pages may answer that, and a wrong hand-over costs a person's time. Nor does a wish that is denied, past or supposed.
 */
export function humanRequest(text: string): EscalationEvidence | null {
  const message = normalise(text);
  const english = withoutTypingErrors(message);
  const confidence = Math.max(bareConfidence(english), englishConfidence(english), otherLanguageConfidence(message));
  return confidence > 0 ? { reason: 'human_request', confidence, evidence: 'asks_for_person' } : null;
}

function bareConfidence(message: string): number {
  const words = message
    .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
  // A question mark asks about, not for: "human?" is the question whether one is talking to a person.
  return message.includes('?') && words.split(' ').length < 2 ? 0 : Number(BARE_WISH.test(words)) * BARE_CONFIDENCE;
}

function englishConfidence(message: string): number {
  for (const { pattern, confidence, negatable } of ENGLISH_WISHES) {
    for (const match of message.matchAll(pattern)) {
      if (leavesWish(message.slice(0, match.index), negatable)) return confidence;
    }
  }
  return 0;
}

function otherLanguageConfidence(message: string): number {
  const meant = Object.values(OTHER_LANGUAGE_WISHES).some(({ wish, negated }) => {
    const match = wish.exec(message);
    if (match === null) return false;
    const denied = negated.test(message.slice(0, match.index)) || /(?:^| )(?:nicht|kein\p{L}*) /u.test(match[0]);
    return !denied && !TRAILING_NEGATION.test(message.slice(match.index + match[0].length));
  });
  return meant ? OTHER_LANGUAGE_CONFIDENCE : 0;
}
