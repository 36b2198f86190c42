import { type ValueCodec } from '../codec/value-codec.js';
import { type PreparedPatch, type ScalarName, type SizedValue } from '../prepared-patch.js';

/** An argument of a script. */
export type ScriptArgument = string | number | Buffer;

/** What a field means that isn't stored. */
const isDefault = (name: ScalarName, value: SizedValue['value']): boolean =>
  name === 'escalated' ? value === false : value === null;

/** Name and value of each change of a patch, as the scripts take them; an empty value removes the field. */
export function changesOf(
  patch: PreparedPatch,
  sessionId: string,
  incarnation: string,
  codec: ValueCodec,
): ScriptArgument[] {
  const changes: ScriptArgument[] = [];
  const add = (field: string, value: SizedValue['value']): void => {
    changes.push(field, codec.encode(JSON.stringify(value), { sessionId, incarnation, field }));
  };
  for (const [name, { value }] of patch.scalars) {
    if (isDefault(name, value)) changes.push(`d:${name}`, '');
    else add(`d:${name}`, value);
  }
  for (const [key, sized] of patch.metadata) {
    if (sized) add(`m:${key}`, sized.value);
    else changes.push(`m:${key}`, '');
  }
  for (const [name, value] of patch.counters) changes.push(`c:${name}`, value);
  for (const [name, by] of patch.increments) changes.push(`+:${name}`, by);
  return changes;
}
