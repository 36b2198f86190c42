import { type Artefact } from './artefact.js';
import { type DescribedSection, type DescribedVariable, describedSections } from './described-variables.js';

const header = `# Every variable of Frontdesk, each with its default. Made by "npm run generate"; do not edit.
# Copy this file to .env and remove the # in front of what you change. The process environment wins over the file.`;

/** `.env.example`: every variable, commented out, so that a plain copy changes nothing. */
export const envExampleArtefact: Artefact = {
  path: '.env.example',
  render: async () => `${[header, ...describedSections().map(section)].join('\n\n')}\n`,
};

function section({ title, variables }: DescribedSection): string {
  return [`# ${title}`, ...variables.map(entry)].join('\n\n');
}

function entry(variable: DescribedVariable): string {
  const lines = [variable.description, `Must be ${variable.expects}.`];
  if (variable.otherwise !== undefined) lines.push(`Not set: ${variable.otherwise}.`);
  return [...lines.map((line) => `# ${line}`), `#${variable.name}=${variable.default ?? variable.example ?? ''}`].join(
    '\n',
  );
}
