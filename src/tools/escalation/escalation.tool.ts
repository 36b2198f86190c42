import { type EscalationSignal } from '../contract/escalation-signal.js';
import { type EscalationInput } from '../contract/tool-inputs.js';
import { type Tool } from '../contract/tool.js';
import { humanRequest } from './human-request.js';
import { acceptedOffer } from './accepted-offer.js';

/** Whether a message needs a person, and why. Never throws. */
export class EscalationTool implements Tool<EscalationInput, EscalationSignal | null> {
  readonly name = 'escalation';
  readonly description = 'Tells whether a message asks for or needs a person, with reasons and a confidence.';

  async run(input: EscalationInput): Promise<EscalationSignal | null> {
    return humanRequest(input.message) ?? (input.personOffered === true ? acceptedOffer(input.message) : null);
  }
}
