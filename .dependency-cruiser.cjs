// The import gate: each room of src/ may import only what architecture names for it. A room that is not listed may import nothing.
const base = ['common', 'config', 'telemetry'];
const rooms = {
  common: [],
  config: ['common'],
  telemetry: ['common', 'config'],
  transport: [...base],
  database: [...base],
  jobs: [...base, 'database'],
  redis: [...base],
  session: [...base, 'redis'],
  conversation: [...base, 'database', 'jobs', 'session'],
  knowledge: [...base, 'transport', 'database', 'jobs', 'pii'],
  pii: [...base],
  outbound: [...base],
  llm: [...base, 'conversation', 'knowledge', 'pii'],
  'tools/contract': [...base],
  'tools/rag': [...base, 'knowledge', 'tools/contract'],
  'tools/memory': [...base, 'pii', 'tools/contract'],
  'tools/escalation': [...base, 'tools/contract'],
  'tools/attachment': [...base, 'transport', 'database', 'knowledge', 'tools/contract'],
  'tools/crm': [...base, 'tools/contract'],
  'tools/mcp': [...base, 'tools/contract'],
  events: [...base, 'database', 'redis', 'session', 'conversation'],
  agent: [...base, 'session', 'conversation', 'events', 'llm', 'tools/contract'],
  handoff: [...base, 'transport', 'database', 'jobs', 'session', 'conversation', 'events', 'auth'],
  webhooks: [...base, 'transport', 'outbound', 'database', 'jobs', 'auth'],
  limits: [...base, 'transport', 'redis', 'session', 'auth'],
  auth: [...base, 'transport', 'database', 'session'],
  chat: [
    ...base,
    'transport',
    'redis',
    'session',
    'conversation',
    'events',
    'agent',
    'handoff',
    'auth',
    'limits',
    'tools/attachment',
  ],
  privacy: [
    ...base,
    'transport',
    'database',
    'jobs',
    'redis',
    'session',
    'conversation',
    'events',
    'handoff',
    'webhooks',
    'auth',
    'chat',
    'tools/attachment',
  ],
  health: [...base, 'transport', 'database', 'knowledge', 'llm', 'session', 'conversation', 'auth', 'tools/contract'],
};

/** Composition: may import anything. */
const composition =
  '^src/(app\\.module|bootstrap|main|openapi|http-edge)\\.ts$|^src/cli/|^src/tools/tools\\.module\\.ts$';

const toolsModule = '^src/tools/tools\\.module\\.ts$';

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `room-${room.replace('/', '-')}`,
  comment: `src/${room} may import only: ${allowed.join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/(${[room, ...allowed].join('|')})/|${toolsModule}` },
}));

/** Only Nest modules name the module that lists the tools; code knows their contract. */
const onlyModulesImportTools = {
  name: 'only-modules-import-tools',
  severity: 'error',
  from: { path: '^src/', pathNot: `^src/(agent/agent|health/health)\\.module\\.ts$|${composition}` },
  to: { path: toolsModule },
};

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'known-rooms-only',
      severity: 'error',
      from: { path: '^src/', pathNot: `${composition}|^src/(${Object.keys(rooms).join('|')})/` },
      to: {},
    },
    ...roomRules,
    onlyModulesImportTools,
    {
      name: 'common-is-pure',
      severity: 'error',
      from: { path: '^src/common/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm'] },
    },
    {
      name: 'pipeline-without-nest',
      comment:
        'The turn, the answerer and the pure parts of tools are plain TypeScript; only *.module.ts and injectables touch Nest.',
      severity: 'error',
      from: { path: '^src/agent/turn/|^src/llm/extractive/' },
      to: { path: 'node_modules/@nestjs' },
    },
    {
      name: 'no-dev-deps-in-src',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-barrels', severity: 'error', from: {}, to: { path: '^src/.*/index\\.ts$' } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
