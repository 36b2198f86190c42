import { type EscalationReason } from '../../../common/escalation-reason.js';
import { type EscalationSignal } from '../../contract/escalation-signal.js';
import { type Fact } from '../../contract/fact.js';
import { type ConversationLine, type HandoffInput } from '../../contract/tool-inputs.js';
import { sentimentOf } from '../sentiment/sentiment.js';

/** Longest summary, characters. */
const MAX_LENGTH = 2_000;
const MAX_MESSAGE = 600;
const MAX_LINE = 180;
const MAX_FACTS = 12;
/** Earlier words of the customer and answers to them that are told, the newest. */
const MAX_EARLIER = 3;

const IN_WORDS: Readonly<Record<EscalationReason, string>> = {
  human_request: 'asks for a person',
  complaint: 'complains',
  legal: 'brings in the law',
  security_urgent: 'reports something lost, stolen or misused',
  negative_sentiment: 'is upset',
  repeated_failure: 'did not get an answer that helped',
  low_grounding: 'our pages did not bear out the answer',
  tool_failure: 'one of our systems did not answer',
  policy: 'a topic that is always for a person',
};

/** Courtesy and single words tell nobody anything. */
const SAYS_NOTHING = /^\W*(?:\p{L}+\W*){0,2}$/u;

/**
 * What a person must know who takes over, quoted and not retold: what the customer wants, what was asked and answered before, what is
 * known of them. Plain text, at most 2,000 characters; what matters least is left out first.
 */
export function handoffSummary({ message, history, facts, signal }: HandoffInput): string {
  const parts = [
    `Customer: ${quoted(message, MAX_MESSAGE)}`,
    `Why: ${reasonsOf(signal)}. Sounds ${sentimentOf(message).label}.`,
    section('Known', facts.slice(-MAX_FACTS).map(factLine)),
    section('Asked before', linesOf(history, ['customer'], message)),
    section('Answered', linesOf(history, ['agent', 'human'], message)),
  ].filter((part) => part !== '');
  while (parts.length > 2 && parts.join('\n').length > MAX_LENGTH) parts.pop();
  return shortened(parts.join('\n'), MAX_LENGTH);
}

function reasonsOf({ explanation }: EscalationSignal): string {
  return explanation.map(({ reason, evidence }) => `${IN_WORDS[reason]} (${evidence})`).join('; ');
}

function factLine({ kind, value }: Fact): string {
  return `${kind.replaceAll('_', ' ')} ${quoted(value, MAX_LINE)}`;
}

function linesOf(
  history: readonly ConversationLine[],
  roles: readonly ConversationLine['role'][],
  message: string,
): string[] {
  const said = history.filter(({ role, text }) => roles.includes(role) && text !== message && !SAYS_NOTHING.test(text));
  return said.slice(-MAX_EARLIER).map(({ text }) => quoted(text, MAX_LINE));
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`${title}:`, ...lines.map((line) => `- ${line}`)].join('\n');
}

/** On one line, without marks of citations. */
function quoted(text: string, length: number): string {
  return shortened(
    text
      .replace(/\s*\[\d+\]/g, '')
      .replace(/\s+/g, ' ')
      .trim(),
    length,
  );
}

function shortened(text: string, length: number): string {
  return text.length <= length
    ? text
    : `${text
        .slice(0, length - 1)
        .toWellFormed()
        .trimEnd()}…`;
}
