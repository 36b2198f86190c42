import { Histogram } from 'prom-client';
import { metrics } from './metrics.js';
import { inSpan } from './spans.js';

/**
 * Parts of a turn, in their order: `wait` waits until there is room for it, `hold` waits for the session, `open` stores the message, `gather` asks the tools, `answer` words the reply
 * (`check` compares it with its sources, inside), `hand_over` prepares a ticket, `commit` stores the reply, `close` tells it.
 */
type TurnStage = 'wait' | 'hold' | 'open' | 'gather' | 'answer' | 'check' | 'hand_over' | 'commit' | 'close';

/** How long the parts of turns take. */
const stageDuration = new Histogram({
  name: 'frontdesk_turn_stage_duration_seconds',
  help: 'Time of a part of a turn, by stage; check is a part of answer',
  labelNames: ['stage'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  registers: [metrics],
});

/** Runs one part of a turn: measured, and a span of the turn's trace. */
export async function inStage<T>(stage: TurnStage, work: () => T | Promise<T>): Promise<T> {
  const startedAt = performance.now();
  try {
    return await inSpan(`frontdesk.turn.${stage}`, {}, async () => work());
  } finally {
    stageDuration.observe({ stage }, (performance.now() - startedAt) / 1000);
  }
}
