import { SchemaTooNew, SessionCorrupt } from '../session.errors.js';

/** What of the field `~` makes a session; `lua/lib/state.lua` describes the whole of it. */
export interface EngineState {
  readonly incarnation: string;
  readonly changeSeq: number;
  readonly expiresAt: number;
  readonly version: number;
  readonly idleMs: number;
  readonly absoluteExpiresAt: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly lastActivity: number;
}

/** Parts of the field that this version writes. */
const PARTS = 19;
const SCHEMA = 1;

/** The field's name. */
export const STATE_FIELD = '~';

/** For a session that a newer version wrote. */
export function schemaTooNew(): SchemaTooNew {
  return new SchemaTooNew(
    'The session was written by a newer version of this software. Finish the upgrade, or go back.',
  );
}

/** For a session whose engine values are not what the store wrote. */
export function damagedState(): SessionCorrupt {
  return new SessionCorrupt(STATE_FIELD, 'is not what the store wrote');
}

/**
 * @throws SchemaTooNew; SessionCorrupt when it isn't what the store wrote
 */
export function parseState(text: string | undefined): EngineState {
  const parts = (text ?? '').split(' ');
  const [schema, incarnation = '', changeSeq, expiresAt, version, updatedAt] = parts;
  if (Number(schema) > SCHEMA) throw schemaTooNew();
  const state = {
    incarnation,
    changeSeq: Number(changeSeq),
    expiresAt: Number(expiresAt),
    version: Number(version),
    idleMs: Number(parts[9]),
    absoluteExpiresAt: Number(parts[10]),
    createdAt: Number(parts[11]),
    updatedAt: Number(updatedAt),
    lastActivity: Number(parts[12]),
  };
  if (parts.length !== PARTS || !Number.isSafeInteger(state.createdAt + state.expiresAt)) throw damagedState();
  return state;
}
