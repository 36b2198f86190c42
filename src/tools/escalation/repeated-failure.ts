import { type EscalationEvidence } from '../contract/escalation-signal.js';
import { type ConversationLine, type EscalationInput } from '../contract/tool-inputs.js';
import { normalise } from './message-text.js';
import { asksTheSame } from './same-question.js';
import { sentimentOf } from './sentiment/sentiment.js';

/** Messages of the customer that are looked back at. */
const LOOK_BACK = 8;
/** How much worse a customer must sound than at first, of 2 in all, and how bad they must sound then. */
const SOURED_BY = 0.4;
const SOUR = -0.45;

/** The customer says that an answer was none. */
const DID_NOT_HELP = new RegExp(
  [
    "\\b(?:(?:that|this|it|which|you|your (?:answer|reply|response|link|article)s?)(?:'s| is| are|'re| was)? ?(?:(?:did|does|do|is|was|has|have)(?:n't|nt| not)|not|never)(?: \\w+)? (?:help(?:ed|ful|ing)?|work(?:ed|ing)?|useful|answer(?:ed|ing)?|solve[ds]?|fix(?:ed)?|what i (?:asked|meant|need|want)\\w*|my question|understand(?:ing)?|the (?:answer|question|problem)))",
    "(?:isn't|isnt|is not|wasn't|was not|not) (?:what i (?:asked|meant|am asking|'m asking)|an answer|my question|helpful|helping)",
    "you(?:'ve| have)? (?:already|just) (?:said|told|sent|gave|given|suggested|tried|wrote|answered|asked)",
    "(?:i|we)(?: have|'ve)? (?:already|just) (?:tried|did|done|said|told|asked|read|answered|explained|sent|gave|checked)",
    '(?:same|useless|wrong|irrelevant|stupid) (?:answer|response|reply|thing|article|link)',
    '(?:keep|keeps) (?:saying|telling|sending|giving|repeating|asking|getting)',
    "(?:you|this bot|it) (?:don't|do not|doesn't|does not|didn't) (?:even )?(?:understand|get it|listen|answer|know)",
    'for the (?:second|third|fourth|last|\\d+(?:nd|rd|th)) time|(?:asked|asking|tell|told|said|say) (?:you |this )?(?:again|twice|three times|several times|many times)|(?:how many times|once again|going (?:round|around) in circles)',
    "still (?:does not|doesn't|not|isn't|is not|won't) (?:work|working|solved|fixed|resolved|answer)",
  ].join('|'),
);

/** What the conversation so far says about the desk not getting through: the strongest sign, or null. */
export function repeatedFailure(
  { message, history = [], abstentionsInRow = 0 }: EscalationInput,
  abstentionsAllowed: number,
): EscalationEvidence | null {
  const answered = history.some(({ role }) => role === 'agent');
  const before = saidBefore(history);
  const times = before.filter((earlier) => asksTheSame(earlier, message)).length;
  const unhelped = answered && DID_NOT_HELP.test(normalise(message));
  const signs = [
    abstentionsInRow >= abstentionsAllowed && sign(0.9, 'abstained_again'),
    times >= 2 && sign(0.85, 'same_question_again'),
    times === 1 && unhelped && sign(0.85, 'same_question_again'),
    times === 1 && answered && sign(0.6, 'same_question_again'),
    unhelped && sign(before.some((earlier) => DID_NOT_HELP.test(normalise(earlier))) ? 0.85 : 0.6, 'did_not_help'),
    answered && isSouring([...before, message]) && sign(0.75, 'growing_frustration'),
  ].filter((found) => found !== false);
  return signs.sort((one, other) => other.confidence - one.confidence)[0] ?? null;
}

function sign(confidence: number, evidence: string): EscalationEvidence {
  return { reason: 'repeated_failure', confidence, evidence };
}

/** What the customer said since a person last wrote: what was before is settled. */
function saidBefore(history: readonly ConversationLine[]): string[] {
  const since = history.slice(history.findLastIndex(({ role }) => role === 'human') + 1);
  return since.flatMap(({ role, text }) => (role === 'customer' ? [text] : [])).slice(-LOOK_BACK);
}

/** One that ends as a question, without an exclamation or a shouted word before. */
const CALM_QUESTION = /^(?!.*(?:!|\p{Lu}{4}))[^]*\?\s*$/u;

/** Whether the last three messages sound worse each time and the last one bad. */
function isSouring(messages: readonly string[]): boolean {
  // "What about damaged items?" names something bad and complains of nothing.
  if (CALM_QUESTION.test(messages.at(-1) ?? '')) return false;
  const [first, second, third] = messages.slice(-3).map((text) => sentimentOf(text).score);
  if (first === undefined || second === undefined || third === undefined) return false;
  return third <= SOUR && second <= first && third < second && first - third >= SOURED_BY;
}
