// Writes docs/licences.md: what everything that runs in production may be used for. With --check it writes nothing and fails when the page
// is out of date, or when a licence is new to this list: somebody has to read it first.
//   node scripts/licences.mjs [--check]
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';

const PAGE = 'docs/licences.md';

/** Licences that let a program under MIT contain the work, as long as its notice is kept. */
const ACCEPTED = new Set(
  ['0BSD', 'Apache-2.0', 'BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', 'MIT-0'].concat([
    'Python-2.0',
    'Unlicense',
    'Zlib',
    'CC0-1.0',
  ]),
);

/** Packages whose manifest names no licence; each has its text in a file that was read. */
const READ_BY_HAND = { busboy: 'MIT', streamsearch: 'MIT', 'xmlhttprequest-ssl': 'MIT' };

/** Whether an SPDX expression can be kept: of alternatives one is enough, of licences that apply together all are needed. */
function isAccepted(expression) {
  const plain = expression.replace(/[()]/g, '');
  return plain.split(' OR ').some((option) => option.split(' AND ').every((name) => ACCEPTED.has(name.trim())));
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const shipped = Object.entries(packages)
  .filter(([path, entry]) => path.includes('node_modules/') && !entry.dev && !entry.devOptional && !entry.link)
  .map(([path, { version, license }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return { name, version, licence: license ?? READ_BY_HAND[name] ?? 'unknown' };
  });

const byLicence = new Map();
for (const { name, version, licence } of shipped) {
  byLicence.set(licence, (byLicence.get(licence) ?? new Set()).add(`${name} ${version}`));
}
const sections = [...byLicence]
  .sort(([a], [b]) => a.localeCompare(b, 'en'))
  .map(([licence, names]) => `## ${licence}\n\n${[...names].sort().join(' · ')}`);
const introduction = `# Licences

<!-- Made by "npm run licences" from package-lock.json; do not edit. -->

Everything that \`npm ci --omit=dev\` installs, by licence. Frontdesk itself is under MIT ([LICENSE](../LICENSE)). \`npm run sbom\` writes
the same as a bill of materials (CycloneDX) for scanners.`;
const page = await format([introduction, ...sections].join('\n\n'), { parser: 'markdown', printWidth: 120 });

const refused = [...byLicence].filter(([licence]) => !isAccepted(licence));
for (const [licence, names] of refused) {
  console.error(`${[...names].join(', ')}: the licence "${licence}" is not on the list of scripts/licences.mjs.`);
}
if (refused.length > 0) process.exitCode = 1;
else if (!process.argv.includes('--check')) writeFileSync(PAGE, page);
else if (readFileSync(PAGE, 'utf8') !== page) {
  console.error(`${PAGE} is out of date. Run: npm run licences`);
  process.exitCode = 1;
}
