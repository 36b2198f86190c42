import { z } from 'zod';
import { lookUpSchema } from './look-up-schema.js';
import { mcpServerSchema } from './mcp-server-schema.js';
import { headerName, headers, headerValue, shortName, webAddress } from './tools-file-values.js';

const auth = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('bearer'), token: headerValue.min(1) }),
  z.strictObject({ type: z.literal('header'), name: headerName, value: headerValue.min(1) }),
  z.strictObject({ type: z.literal('basic'), username: z.string().min(1), password: z.string() }),
]);

const systemSchema = z.strictObject({
  name: shortName,
  baseUrl: webAddress,
  auth: auth.optional(),
  headers: headers.default({}),
  timeoutMs: z.int().min(50).max(30_000).default(2000),
  cacheSeconds: z.int().min(0).max(3600).default(30),
  lookUps: z.array(lookUpSchema).min(1).max(50),
});

/** One of the company's systems and what is looked up in it. */
export type SystemDescription = z.output<typeof systemSchema>;

/** The whole file that `TOOLS_FILE` names. */
export const domainToolsSchema = z
  .strictObject({
    $schema: z.string().optional(),
    systems: z.array(systemSchema).max(50).default([]),
    mcpServers: z.array(mcpServerSchema).max(50).default([]),
  })
  .superRefine(({ systems, mcpServers }, context) => {
    const names = [...systems, ...mcpServers].map(({ name }) => name);
    for (const name of repeated(names)) {
      context.addIssue({
        code: 'custom',
        path: [],
        message: `names two systems or servers ${name}; rename one of them`,
      });
    }
    const tools = systems.flatMap(({ name, lookUps }) => lookUps.map((lookUp) => `${name}_${lookUp.name}`));
    for (const tool of repeated(tools)) {
      context.addIssue({ code: 'custom', path: ['systems'], message: `make two tools ${tool}; rename a look-up` });
    }
  });

/** What the file describes. */
export type DomainTools = Pick<z.output<typeof domainToolsSchema>, 'systems' | 'mcpServers'>;

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, place) => names.indexOf(name) !== place))];
}
