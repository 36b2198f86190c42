import { type EscalationReason } from '../../../common/escalation-reason.js';
import { type EscalationInput } from '../../../tools/contract/tool-inputs.js';
import { type EscalationAssessment } from '../../../tools/contract/escalation-signal.js';
import { scoreTwoClasses, type TwoClassScore } from '../two-class-score.js';
import { type MessageLine } from './labelled-lines.js';

/** One row of the report: some of the messages. */
export interface EscalationScore extends TwoClassScore {
  readonly name: string;
  /** Of the messages with a reason, those for which that very reason was given; NaN without any. */
  readonly sameReason: number;
}

/** Names of reasons in the data that the product calls otherwise. */
const ALIASES: Readonly<Record<string, EscalationReason>> = { urgent_security: 'security_urgent' };

type Assess = (input: EscalationInput) => EscalationAssessment;

/** All messages, then each reason, the hard ones, and each source. */
export function scoreEscalation(lines: readonly MessageLine[], assess: Assess): EscalationScore[] {
  const judged = lines.map((line) => ({ line, reasons: assess({ message: line.text }).signal?.reasons ?? [] }));
  const group = (name: string, member: (line: MessageLine) => boolean): EscalationScore[] => {
    const rows = judged.filter(({ line }) => member(line));
    return rows.length === 0 ? [] : [{ name, ...scoreRows(rows) }];
  };
  const wantedReasons = distinct(lines.flatMap(({ escalate, reason }) => (escalate && reason ? reason : [])));
  const sources = distinct(lines.map(({ source }) => source));
  return [
    ...group('all', () => true),
    ...wantedReasons.flatMap((wanted) =>
      group(`reason ${wanted}`, ({ escalate, reason }) => escalate && reason === wanted),
    ),
    ...group('hard', ({ hard }) => hard),
    ...sources.flatMap((name) => group(`source ${name}`, ({ source }) => source === name)),
  ];
}

interface Judged {
  readonly line: MessageLine;
  readonly reasons: readonly EscalationReason[];
}

function scoreRows(rows: readonly Judged[]): Omit<EscalationScore, 'name'> {
  const withReason = rows.filter(({ line }) => line.escalate && line.reason);
  const same = withReason.filter(({ line: { reason }, reasons }) =>
    reasons.some((given) => given === (ALIASES[reason ?? ''] ?? reason)),
  );
  return {
    ...scoreTwoClasses(rows.map(({ line, reasons }) => ({ wanted: line.escalate, found: reasons.length > 0 }))),
    sameReason: same.length / withReason.length,
  };
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].filter((name) => name !== '').sort();
}
