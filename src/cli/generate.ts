import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { artefacts } from './generate/artefacts.js';
import { staleArtefacts, writeArtefacts } from './generate/generate-artefacts.js';

// Both src/cli and dist/cli are two levels below the root.
const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

if (values.check) {
  const stale = await staleArtefacts(root, artefacts);
  for (const path of stale) console.error(`${path} is stale; run "npm run generate"`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  await writeArtefacts(root, artefacts);
}
