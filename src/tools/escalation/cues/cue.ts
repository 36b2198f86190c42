import { type EscalationReason } from '../../../common/escalation-reason.js';
import { type EscalationEvidence } from '../../contract/escalation-signal.js';

/** One way in which a sentence shows a reason. */
export interface Cue {
  /** Stable code of what was seen. */
  readonly evidence: string;
  /** 0..1: how sure a support lead would be who reads only this sentence. */
  readonly confidence: number;
  readonly pattern: RegExp;
  /** What in the same sentence says that it is something else. */
  readonly unless: RegExp | null;
}

/** Cues of one kind, with the beginnings of words without which none of them can match: most messages hold none and cost nothing. */
export interface CueFamily {
  readonly trigger: RegExp;
  readonly cues: readonly Cue[];
}

/** A cue of several patterns, each beginning at a word, for lower-case text. */
export function cue(
  evidence: string,
  confidence: number,
  patterns: readonly string[],
  unless: RegExp | null = null,
): Cue {
  return { evidence, confidence, pattern: new RegExp(`\\b(?:${patterns.join('|')})`, 'u'), unless };
}

/** A guard that matches what any of the guards matches. */
export function anyOf(...guards: readonly RegExp[]): RegExp {
  return new RegExp(guards.map(({ source }) => source).join('|'), 'u');
}

/** The strongest of the families' cues that the sentences show, as evidence for `reason`; null: none. */
export function strongestCue(
  reason: EscalationReason,
  families: readonly CueFamily[],
  sentences: readonly string[],
): EscalationEvidence | null {
  const seen = families.flatMap(({ trigger, cues }) => {
    const touched = sentences.filter((sentence) => trigger.test(sentence));
    return touched.length === 0 ? [] : cues.filter((cue) => touched.some((sentence) => shows(cue, sentence)));
  });
  const [strongest] = seen.sort((one, other) => other.confidence - one.confidence);
  return strongest ? { reason, confidence: strongest.confidence, evidence: strongest.evidence } : null;
}

function shows({ pattern, unless }: Cue, sentence: string): boolean {
  return pattern.test(sentence) && unless?.test(sentence) !== true;
}
