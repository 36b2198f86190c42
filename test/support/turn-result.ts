import { type TurnResult } from '../../src/conversation/turn-record.js';

/** What is stored of a turn that went well. */
export const RESULT: TurnResult = {
  confidence: 0.9,
  grounding: { score: 1, supportedSentences: 1, totalSentences: 1 },
  toolsUsed: [],
  processingTimeMs: 3,
  requestId: 'req_1',
  hasContext: false,
  factsExtracted: 0,
  sessionStore: 'in_memory',
  model: 'extractive',
  degraded: [],
  openCircuits: [],
  sentiment: 'neutral',
  resumed: false,
};
