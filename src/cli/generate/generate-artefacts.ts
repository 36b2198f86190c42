import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Artefact } from './artefact.js';

/** Paths of the artefacts under `root` whose file is missing or differs from what the code says now. */
export async function staleArtefacts(root: string, artefacts: readonly Artefact[]): Promise<string[]> {
  const stale: string[] = [];
  for (const artefact of artefacts) {
    const present = await readFile(join(root, artefact.path), 'utf8').catch(() => undefined);
    if (present !== (await artefact.render())) stale.push(artefact.path);
  }
  return stale;
}

/** Writes all artefacts under `root`. */
export async function writeArtefacts(root: string, artefacts: readonly Artefact[]): Promise<void> {
  for (const artefact of artefacts) {
    const path = join(root, artefact.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await artefact.render());
  }
}
