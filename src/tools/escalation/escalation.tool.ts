import { type EscalationAssessment } from '../contract/escalation-signal.js';
import { type EscalationInput } from '../contract/tool-inputs.js';
import { type Tool } from '../contract/tool.js';
import { assessor, type EscalationRules } from './assess.js';

/** Read once at the start, of both widths of text that the engine knows: a pattern is compiled when it is first used, half a second in all. */
const FIRST_MESSAGES = [
  'Someone stole my card and I see a charge I did not make, please block it.',
  'Your staff was rude, I want to complain, I will sue you. Let me talk to a person.',
].flatMap((text) => [text, text, `${text} →`, `${text} →`]);

/** Whether a message, with what was said before it, needs a person, and why. Never throws. */
export class EscalationTool implements Tool<EscalationInput, EscalationAssessment> {
  readonly name = 'escalation';
  readonly group = 'escalation';
  readonly description = 'Tells whether a message asks for or needs a person, with reasons and a confidence.';
  readonly #assess: (input: EscalationInput) => EscalationAssessment;

  constructor(rules: EscalationRules) {
    this.#assess = assessor(rules);
  }

  async open(): Promise<void> {
    for (const message of FIRST_MESSAGES) this.#assess({ message });
  }

  async run(input: EscalationInput): Promise<EscalationAssessment> {
    return this.#assess(input);
  }
}
