import { loadConfig } from './app-config.js';
import { ConfigInvalid } from './config-invalid.js';

function problemOf(settings: string): string {
  try {
    loadConfig({ TOOL_SETTINGS: settings });
  } catch (error) {
    if (error instanceof ConfigInvalid) return error.message;
  }
  throw new Error('was accepted');
}

describe('toolsConfig', () => {
  it('has all tools on, with two attempts of five seconds', () => {
    expect(loadConfig({}).tools).toEqual({
      enabled: { rag: true, memory: true, attachment: true, escalation: true, crm: true },
      ...{ attempts: 2, timeoutMs: 5_000, settings: {} },
    });
  });

  it('reads every variable', () => {
    const settings = { order_status: { timeoutMs: 900, breaker: { failures: 2, openMs: 500 } } };
    const { tools } = loadConfig({
      ENABLE_RAG_TOOL: 'false',
      ENABLE_MEMORY_TOOL: 'no',
      ENABLE_ATTACHMENT_TOOL: 'false',
      ENABLE_ESCALATION_TOOL: 'false',
      ENABLE_CRM_TOOL: 'false',
      AGENT_MAX_RETRIES: '0',
      TOOL_TIMEOUT_MS: '1200',
      TOOL_SETTINGS: JSON.stringify(settings),
    });
    expect(tools).toEqual({
      enabled: { rag: false, memory: false, attachment: false, escalation: false, crm: false },
      ...{ attempts: 1, timeoutMs: 1_200, settings },
    });
  });

  it('names every wrong setting', () => {
    const problem = problemOf(
      '{"order_status":{"timeoutMs":1,"tries":3},"search":{"breaker":{"failures":0,"openMs":10}}}',
    );
    expect(problem).toContain('order_status.timeoutMs: ');
    expect(problem).toContain('order_status: Unrecognized key: "tries"');
    expect(problem).toContain('search.breaker.failures: ');
  });

  it.each(['{', '[]', '7', '{"Bad Name":{}}'])('refuses %s', (settings) => {
    expect(problemOf(settings)).toContain('must be JSON with settings by name of tool');
  });
});
