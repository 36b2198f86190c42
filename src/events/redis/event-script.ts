import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A Lua script of the event log. The file's name ends in the number of its keys. */
export interface EventScript {
  readonly name: string;
  readonly lua: string;
  readonly sha1: string;
  readonly numberOfKeys: number;
}

/** Reads a script of the folder `lua`, named without its ending. */
export function loadEventScript(name: string): EventScript {
  const lua = readFileSync(new URL(`lua/${name}.lua`, import.meta.url), 'utf8');
  const numberOfKeys = Number(name.slice(name.lastIndexOf('-') + 1));
  return { name, lua, sha1: createHash('sha1').update(lua).digest('hex'), numberOfKeys };
}
