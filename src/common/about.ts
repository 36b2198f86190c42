import { readFileSync } from 'node:fs';

interface Manifest {
  readonly name: string;
  readonly version: string;
}

/** Name and version of the product, from its package.json. */
export const ABOUT: Manifest = readManifest();

function readManifest(): Manifest {
  // Both src/common and dist/common are two levels below the root.
  const { name, version } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as Manifest;
  return { name, version };
}
