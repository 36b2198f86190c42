// Fails when package-lock.json names a dependency it has no entry for: `npm ci` would refuse with "Missing: X@ from lock file".
// Registries that mirror a fresh release only in part make `npm install` write such a file.
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));

/** The lock entry that `name` resolves to from `path`, by Node's own walk up the tree. */
function resolve(path, name) {
  for (let at = path; ; at = at.includes('/node_modules/') ? at.slice(0, at.lastIndexOf('/node_modules/')) : '') {
    const key = `${at ? `${at}/` : ''}node_modules/${name}`;
    if (packages[key]) return key;
    if (!at) return undefined;
  }
}

const problems = [];
for (const [path, entry] of Object.entries(packages)) {
  for (const name of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
    if (!resolve(path, name)) problems.push(`${path || 'package.json'} needs ${name}, which has no entry`);
  }
  if (path && !path.startsWith('packages/') && !entry.link && !entry.integrity && !entry.inBundle)
    problems.push(`${path} has no integrity hash`);
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
for (const group of ['dependencies', 'devDependencies', 'optionalDependencies']) {
  for (const [name, version] of Object.entries(manifest[group] ?? {})) {
    if (!/^\d+\.\d+\.\d+$/.test(version)) problems.push(`${group}.${name} is "${version}"; pin one exact version`);
  }
}

console.log(problems.length ? problems.join('\n') : `${Object.keys(packages).length} lock entries, all whole`);
process.exitCode = problems.length ? 1 : 0;
