/** A step down a JSON value: the name of a member, a place in a list, or null for every element of a list. */
type JsonStep = string | number | null;

/** A path that was read; `$` has no steps. */
export type JsonPath = readonly JsonStep[];

const STEP = /\.([\p{L}_][\p{L}\p{N}_-]*)|\[(\d{1,4})\]|(\[\*\])|\['([^'\\]*)'\]/uy;

/**
 * Reads a path such as `$.orders[0].lines[*].name` or `$['first name']`: the part of RFC 9535 without filters, slices and
 * search, so that a path only ever walks down. Undefined when it is none.
 */
export function parseJsonPath(path: string): JsonPath | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: JsonStep[] = [];
  let place = 1;
  while (place < path.length) {
    STEP.lastIndex = place;
    const match = STEP.exec(path);
    if (!match) return undefined;
    const [whole, member, index, every, quoted] = match;
    steps.push(every ? null : index ? Number(index) : (member ?? quoted ?? ''));
    place += whole.length;
  }
  return steps;
}

/** What a path finds in a JSON value, in order; empty when there is nothing. */
export function selectJson(value: unknown, path: JsonPath): readonly unknown[] {
  return path.reduce<readonly unknown[]>((found, step) => found.flatMap((each) => stepDown(each, step)), [value]);
}

function stepDown(value: unknown, step: JsonStep): readonly unknown[] {
  if (Array.isArray(value)) {
    if (step === null) return value;
    return typeof step === 'number' && step < value.length ? [value[step]] : [];
  }
  const isMember =
    typeof value === 'object' && value !== null && typeof step === 'string' && Object.hasOwn(value, step);
  return isMember ? [(value as Readonly<Record<string, unknown>>)[step]] : [];
}
