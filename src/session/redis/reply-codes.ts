import { type Missing } from '../session-results.js';
import { damagedState, schemaTooNew } from './engine-state.js';

const NOT_FOUND = 0;
const DELETED = -1;
const EXPIRED = -2;
const SCHEMA_TOO_NEW = -3;

/** A write whose earlier attempt may have been applied without being remembered (lua/write-5.lua). */
export const UNKNOWN = -5;

/**
 * The meaning of a reply code that every script may give (lua/lib/state.lua).
 * @throws SchemaTooNew; SessionCorrupt
 */
export function missingOf(code: unknown): Missing {
  if (code === NOT_FOUND || code === DELETED) return { status: 'not_found', deleted: code === DELETED };
  if (code === EXPIRED) return { status: 'expired' };
  throw code === SCHEMA_TOO_NEW ? schemaTooNew() : damagedState();
}
