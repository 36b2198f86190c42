import { type Artefact } from './artefact.js';
import { type DescribedSection, type DescribedVariable, describedSections } from './described-variables.js';
import { markdownTable } from '../markdown-table.js';

const introduction = `# Configuration

<!-- Made by "npm run generate" from src/config/env.schema.ts; do not edit. -->

Frontdesk runs without any configuration in development. Every setting is an environment variable, or a line of a
\`.env\` file in the working folder (\`ENV_FILE\` names another). A variable of the process wins over the file, and an empty
value counts as not set.

All variables are read once, at start. If one is wrong, contradicts another, or looks like one of these and is misspelt, the
process refuses to start and lists every problem together with its fix. Values of secrets never appear in messages.`;

/** `docs/configuration.md`: every variable in tables by section. */
export const configurationPageArtefact: Artefact = {
  path: 'docs/configuration.md',
  render: async () => `${[introduction, ...describedSections().map(section)].join('\n\n')}\n`,
};

function section({ title, variables }: DescribedSection): string {
  const rows = variables.map((variable) => [
    `\`${variable.name}\``,
    variable.default === undefined ? (variable.otherwise ?? '') : `\`${variable.default}\``,
    meaning(variable),
  ]);
  return `## ${title}\n\n${markdownTable([['Variable', 'When not set', 'Meaning'], ...rows])}`;
}

function meaning({ description, expects, example, secret }: DescribedVariable): string {
  const parts = [description, `Must be ${expects}.`];
  if (example !== undefined) parts.push(`Example: \`${example}\`.`);
  if (secret === true) parts.push('Secret.');
  return parts.map((part) => part.replace(/(?<!`)\*(?!`)/g, '`*`')).join(' ');
}
