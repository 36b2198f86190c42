import { type SummaryInput } from '../contract/tool-inputs.js';
import { sentencesOf } from './sentences-of.js';

/** Longest summary, characters: some 300 tokens of a model's context. */
const MAX_LENGTH = 1_200;
/** Longest line of it. */
const MAX_LINE = 160;

/** Courtesy and single words summarise to nothing. */
const SAYS_NOTHING = /^\W*(?:\p{L}+\W*){0,2}$/u;

const SPEAKER = { customer: 'Customer', agent: 'Answer', human: 'Colleague' } as const;

/** What goes first when the summary grows too long: answers, then questions; what a customer stated can't be had again. */
const LEAST_FIRST: readonly ((line: string) => boolean)[] = [
  (line) => line.startsWith(`${SPEAKER.agent}:`),
  (line) => line.includes('?'),
  () => true,
];

/** The summary with more of the conversation in it, a line for what each message began with; bounded by giving up its oldest lines. */
export function summarise({ summary, lines }: SummaryInput): string {
  const told = lines.flatMap(({ role, text }) => {
    if (role === 'system') return [];
    const line = essenceOf(text, role === 'customer' ? 2 : 1);
    return line === '' ? [] : [`${SPEAKER[role]}: ${line}`];
  });
  const all = [...(summary?.split('\n') ?? []), ...told];
  while (lengthOf(all) > MAX_LENGTH) {
    const goes = LEAST_FIRST.map((least) => all.findIndex(least)).find((index) => index >= 0);
    all.splice(goes ?? 0, 1);
  }
  return all.join('\n');
}

function essenceOf(text: string, sentences: number): string {
  const telling = sentencesOf(text.replace(/\s*\[\d+\]/g, '')).filter((sentence) => !SAYS_NOTHING.test(sentence));
  const line = telling.slice(0, sentences).join(' ').replace(/\s+/g, ' ');
  return line.length <= MAX_LINE
    ? line
    : `${line
        .slice(0, MAX_LINE - 1)
        .toWellFormed()
        .trimEnd()}…`;
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}
