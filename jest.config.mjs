const swc = [
  '@swc/jest',
  {
    sourceMaps: 'inline',
    jsc: {
      target: 'es2024',
      keepClassNames: true,
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    },
    module: { type: 'es6' },
  },
];

const project = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': swc },
  resolver: '<rootDir>/jest-resolver.cjs',
  setupFiles: ['reflect-metadata'],
  restoreMocks: true,
};

export default {
  projects: [
    {
      ...project,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/src/**/*.spec.ts',
        '<rootDir>/packages/*/src/**/*.spec.ts',
        '<rootDir>/test/architecture/**/*.spec.ts',
      ],
    },
    {
      ...project,
      displayName: 'integration',
      testMatch: ['<rootDir>/test/integration/**/*.spec.ts'],
      globalSetup: '<rootDir>/test/support/start-servers.mjs',
      globalTeardown: '<rootDir>/test/support/stop-servers.mjs',
    },
    {
      ...project,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/e2e/**/*.spec.ts'],
      globalSetup: '<rootDir>/test/support/start-e2e.mjs',
      globalTeardown: '<rootDir>/test/support/stop-servers.mjs',
    },
  ],
  reporters: ['default', '<rootDir>/test/support/tally-reporter.mjs'],
  maxWorkers: 2,
  testTimeout: 60_000,
};
