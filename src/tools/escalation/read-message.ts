import { type EscalationEvidence } from '../contract/escalation-signal.js';
import { COMPLAINT_ANGER } from './cues/complaint-anger.js';
import { COMPLAINT_WISHES } from './cues/complaint-wish.js';
import { strongestCue } from './cues/cue.js';
import { LEGAL_CUES } from './cues/legal-cues.js';
import { OTHER_LANGUAGE_CUES } from './cues/other-languages.js';
import { CHARGE_CUES } from './cues/security-charges.js';
import { LOSS_CUES } from './cues/security-loss.js';
import { MISUSE_CUES } from './cues/security-misuse.js';
import { humanRequest } from './human-request.js';
import { normalise, sentencesIn } from './message-text.js';
import { withoutTypingErrors } from './typing-errors.js';

const CUES = {
  complaint: [COMPLAINT_WISHES, COMPLAINT_ANGER],
  legal: [LEGAL_CUES],
  security_urgent: [LOSS_CUES, CHARGE_CUES, MISUSE_CUES],
} as const;
const CUE_REASONS = Object.keys(CUES) as (keyof typeof CUES)[];

/** What one message says by itself: at most one evidence for each of human_request, complaint, legal and security_urgent. */
export function readMessage(text: string): EscalationEvidence[] {
  const message = normalise(text);
  const english = sentencesIn(withoutTypingErrors(message));
  const asWritten = sentencesIn(message);
  const seen = CUE_REASONS.flatMap(
    (reason) =>
      strongestCue(reason, CUES[reason], english) ?? strongestCue(reason, OTHER_LANGUAGE_CUES[reason], asWritten) ?? [],
  );
  const wish = humanRequest(text);
  return wish ? [wish, ...seen] : seen;
}
