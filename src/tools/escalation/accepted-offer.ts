import { type EscalationEvidence } from '../contract/escalation-signal.js';

/** A plain yes, whole message, in the languages in which a wish for a person is understood. */
const YES =
  /^(?:(?:yes|yeah|yep|yup|ya|sure|ok(?:ay)?|of course|absolutely|definitely|certainly|please|pl[sz]|please do|do it|do that|go ahead|that would be (?:great|good|nice|helpful|lovely)|i(?:'d| would) (?:like|love|appreciate) that|connect me|thanks?|thank you|s[ií]|claro|por favor|vale|ja|gerne|bitte|oui|volontiers|s'il (?:vous|te) pla[iî]t|sim|certo|graag|да|конечно|пожалуйста|نعم|是|是的|好|好的|可以|はい|お願いします|네|예)(?:[ ,.!]+|$))+$/u;
const ACCEPTED_CONFIDENCE = 0.9;

/** The customer takes up the offer of a person, or null when they say anything else. To be asked only right after such an offer. */
export function acceptedOffer(message: string): EscalationEvidence | null {
  const text = message.trim().toLowerCase().replace(/[’`]/g, "'");
  const thanksOnly = /^(?:thanks?|thank you|please)[ ,.!]*$/.test(text);
  if (thanksOnly || !YES.test(text)) return null;
  return { reason: 'human_request', confidence: ACCEPTED_CONFIDENCE, evidence: 'accepted_offer' };
}
