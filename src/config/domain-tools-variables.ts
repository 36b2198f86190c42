import { text } from './env-values.js';
import { optionalVariable } from './env-variable.js';

/** Where the company's own systems are described. */
export const domainToolsVariables = {
  TOOLS_FILE: optionalVariable(text(/^[^\0]+$/, 'the path of a file'), {
    section: 'Tools',
    otherwise: 'the agent has no tools but its own',
    description:
      'A JSON file that describes look-ups in your own systems over HTTP, and MCP servers. It names its secrets as ${NAME}; they are read from the environment.',
    example: '/etc/frontdesk/tools.json',
  }),
};
