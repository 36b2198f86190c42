import { readFileSync } from 'node:fs';
import { type RedisScript } from './redis-script.js';

const INCLUDE = /^ *--@include (\w+)$/gm;

function readLua(path: string): string {
  return readFileSync(new URL(`lua/${path}.lua`, import.meta.url), 'utf8');
}

/**
 * A script of the folder `lua` with its fragments of `lua/lib` in place of `--@include` lines.
 * @param name the file's name without its ending; ends in the number of keys
 */
export function loadScript(name: string): RedisScript {
  const lua = readLua(name).replace(INCLUDE, (_, fragment: string) => readLua(`lib/${fragment}`));
  const numberOfKeys = Number(name.slice(name.lastIndexOf('-') + 1));
  return { name, lua, numberOfKeys, readOnly: /^#!lua flags=\S*no-writes/.test(lua) };
}
