import { type LookUpDescription } from '../../config/look-up-schema.js';
import { verifiedUserId } from '../contract/customer-access.js';
import { type LookUpInput } from '../contract/tool-inputs.js';
import { type ToolContext } from '../contract/tool.js';
import { MAX_VALUE, type LookUp } from './look-up.js';
import { type LookUpValues } from './look-up-url.js';

/** Most look-ups of one message. */
const MAX_CALLS = 3;

/** A look-up to make, and with what. */
interface LookUpCall {
  readonly lookUp: LookUp;
  readonly values: LookUpValues;
}

/**
 * The look-ups that a message asks for, those whose words it names first: it tells something now that they need, or it names one of
 * their words and what they need was told before. Look-ups that this customer may not have are left out, not failed.
 */
export function askedLookUps(
  lookUps: readonly LookUp[],
  input: LookUpInput,
  context: Pick<ToolContext, 'user'>,
): LookUpCall[] {
  const verified = verifiedUserId(context) !== undefined;
  const allowed = lookUps.filter(({ asks }) => verified || asks.access === 'anyone');
  const named: LookUpCall[] = [];
  const told: LookUpCall[] = [];
  for (const lookUp of allowed) {
    const isNamed = wordsOf(lookUp.asks)?.test(input.message) ?? false;
    const { values, toldNow } = knownValues(lookUp.asks, input.facts);
    if (isNamed || toldNow) (isNamed ? named : told).push(...values.map((each) => ({ lookUp, values: each })));
  }
  return [...named, ...told].slice(0, MAX_CALLS);
}

/** All ways to give a look-up what it needs; none when something is not known. */
function knownValues(
  { needs }: LookUpDescription,
  facts: LookUpInput['facts'],
): { values: LookUpValues[]; toldNow: boolean } {
  let values: LookUpValues[] = [{}];
  let toldNow = false;
  for (const { name, fact, pattern } of needs) {
    const fitting = facts.filter(
      ({ kind, value }) => kind === fact && value.length <= MAX_VALUE && pattern.test(value),
    );
    const now = fitting.filter(({ said }) => said === 'now');
    // Of what was told before, the latest comes first.
    const known = now.length > 0 ? now : fitting.slice(0, 1);
    toldNow ||= now.length > 0;
    const each = [...new Set(known.map(({ value }) => value))];
    values = values.flatMap((others) => each.map((value) => ({ ...others, [name]: value }))).slice(0, MAX_CALLS);
  }
  return { values, toldNow };
}

const expressions = new WeakMap<LookUpDescription, RegExp>();

/** Any of the look-up's words at the beginning of a word that is at most three letters longer: `order` in "orders" and "ordered". */
function wordsOf(lookUp: LookUpDescription): RegExp | undefined {
  if (lookUp.when.length === 0) return undefined;
  let expression = expressions.get(lookUp);
  if (!expression) {
    const words = lookUp.when.map((phrase) => phrase.split(/\s+/).map(escaped).join('\\s+'));
    expression = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})\\p{L}{0,3}(?![\\p{L}\\p{N}])`, 'iu');
    expressions.set(lookUp, expression);
  }
  return expression;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
