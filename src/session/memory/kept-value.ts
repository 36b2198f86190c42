import { type ValueCodec, type ValuePlace } from '../codec/value-codec.js';
import { type JsonValue } from '../json-value.js';
import { type PreparedPatch, type ScalarName, type SizedValue } from '../prepared-patch.js';

/** A value that only the codec can read. `bytes` is the size of its JSON text, as SizedValue counts it. */
interface SealedValue {
  readonly sealed: string | Buffer;
  readonly bytes: number;
}

/** A value as a record holds it: frozen when the record's codec leaves values plain, else sealed. */
export type KeptValue = SizedValue | SealedValue;

/** The values of a patch as a record holds them. */
export interface KeptPatch {
  readonly scalars: ReadonlyMap<ScalarName, KeptValue>;
  readonly metadata: ReadonlyMap<string, KeptValue | null>;
}

/** What the places of a session's values have in common, and how the values are kept. */
interface Keeper {
  readonly sessionId: string;
  readonly incarnation: string;
  readonly codec: ValueCodec;
}

/** `d`: a scalar, `m`: a metadata key, as the Redis store names its fields. */
type FieldKind = 'd' | 'm';

/** The patch as it will be kept; seals every value of it when the codec does. */
export function keepPatch(patch: PreparedPatch, keeper: Keeper): KeptPatch {
  if (!keeper.codec.seals) return patch;
  const scalars = new Map<ScalarName, KeptValue>();
  const metadata = new Map<string, KeptValue | null>();
  for (const [name, sized] of patch.scalars) scalars.set(name, seal(sized, keeper, 'd', name));
  for (const [key, sized] of patch.metadata) metadata.set(key, sized && seal(sized, keeper, 'm', key));
  return { scalars, metadata };
}

/**
 * A kept value, deeply frozen.
 * @throws SessionCorrupt, KeyUnknown
 */
export function openKept(kept: KeptValue, keeper: Keeper, kind: FieldKind, name: string): JsonValue {
  if ('value' in kept) return kept.value;
  const json = keeper.codec.decode(kept.sealed, placeOf(keeper, kind, name));
  return JSON.parse(json, (_, value: JsonValue) => Object.freeze(value)) as JsonValue;
}

function seal({ value, bytes }: SizedValue, keeper: Keeper, kind: FieldKind, name: string): SealedValue {
  return { sealed: keeper.codec.encode(JSON.stringify(value), placeOf(keeper, kind, name)), bytes };
}

function placeOf({ sessionId, incarnation }: Keeper, kind: FieldKind, name: string): ValuePlace {
  return { sessionId, incarnation, field: `${kind}:${name}` };
}
