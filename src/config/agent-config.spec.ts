import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './app-config.js';

const DAY_MS = 86_400_000;

describe('agentConfig', () => {
  it('has defaults', () => {
    expect(loadConfig({}).agent).toEqual({
      turnTimeoutMs: 30_000,
      memoryRetentionMs: 365 * DAY_MS,
      memoryHalfLifeMs: 30 * DAY_MS,
    });
  });

  it('keeps memories as long as the conversation when told so', () => {
    expect(loadConfig({ MEMORY_RETENTION_DAYS: '0' }).agent.memoryRetentionMs).toBeNull();
  });

  it('refuses a turn without time', () => {
    expect(() => loadConfig({ AGENT_TURN_TIMEOUT_SECONDS: '1' })).toThrow(
      /AGENT_TURN_TIMEOUT_SECONDS is "1", but must be/,
    );
  });
});
