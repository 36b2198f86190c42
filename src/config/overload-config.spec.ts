import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './app-config.js';

describe('overloadConfig', () => {
  it('has defaults', () => {
    expect(loadConfig({}).overload).toEqual({
      ...{ maxTurns: 1000, maxQueued: 64, queueTimeoutMs: 5000, maxQueuedPerSession: 200 },
    });
  });

  it('may let nobody wait', () => {
    expect(loadConfig({ AGENT_MAX_QUEUED_TURNS: '0' }).overload.maxQueued).toBe(0);
  });

  it('refuses a wait as long as an answer may take', () => {
    const load = () => loadConfig({ AGENT_QUEUE_TIMEOUT_MS: '5000', AGENT_TURN_TIMEOUT_SECONDS: '5' });
    expect(load).toThrow(/AGENT_QUEUE_TIMEOUT_MS.*Lower it below AGENT_TURN_TIMEOUT_SECONDS/s);
  });
});
