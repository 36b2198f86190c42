import { type Operation, OPERATIONS, type Role } from '../../transport/operations.js';
import { markdownTable } from '../markdown-table.js';
import { type Artefact } from './artefact.js';

const introduction = `# Who may call what

<!-- Made by "npm run generate" from src/transport/operations.ts; do not edit. -->

This is the table that the guards decide by. An operation that is not in it is refused to everybody.

- **everybody**: no credential is needed. One that is sent must be good all the same.
- **owner**: the customer whose session token (\`Authorization: Bearer\`) names the session of the address. It opens no other
  session.
- **chat**, **knowledge**, **operator**: an API key (\`X-API-Key\`, see [API keys](api-keys.md)) with that scope: a service that
  talks for customers, one that looks after documents, people at the desk.
- **admin**: an API key with the scope \`admin\`, which may call everything but customers' sockets.

Addresses are below the prefix (\`API_PREFIX\`), but for those of browsers, probes and scrapers. \`socket\` names the namespace
and the event. _limit_ is the budget that a call is taken from. Calls of an _audited_ operation with an API key are in the
[audit log](audit.md).`;

const COLUMNS: readonly ('everybody' | Role)[] = ['everybody', 'owner', 'chat', 'knowledge', 'operator', 'admin'];

/** `docs/access.md`: every operation, and who may call it. */
export const accessPageArtefact: Artefact = {
  path: 'docs/access.md',
  render: async () => {
    const head = ['Operation', 'Address', ...COLUMNS, 'Limit', 'Audited'];
    const rows = Object.entries<Operation>(OPERATIONS).map(([name, operation]) => row(name, operation));
    return `${introduction}\n\n${markdownTable([head, ...rows])}\n`;
  },
};

function row(name: string, { at, roles, limit, audited }: Operation): string[] {
  const marks = COLUMNS.map((column) => (isOpenTo(at, roles, column) ? 'x' : ''));
  return [`\`${name}\``, `\`${at}\``, ...marks, limit === 'none' ? '' : limit, audited ? 'x' : ''];
}

/** An admin key may do what any key may, but customers' sockets are opened with their tokens only. */
function isOpenTo(at: string, roles: readonly Role[], column: (typeof COLUMNS)[number]): boolean {
  if (column === 'everybody') return roles.length === 0;
  return column === 'admin' ? roles.length > 0 && !at.startsWith('socket /chat') : roles.includes(column);
}
