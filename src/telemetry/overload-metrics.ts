import { Counter, Gauge } from 'prom-client';
import { metrics } from './metrics.js';

/** Turns that are being worked on; one that waits for a model or for its session is not. */
export const turnsInWork = new Gauge({
  name: 'frontdesk_turns_in_work',
  help: 'Turns that this process works on now, those not counted that wait for a model or for their session',
  registers: [metrics],
});

/** Turns that were begun and have not ended, those included that wait for a model or for their session. */
export const turnsRunning = new Gauge({
  name: 'frontdesk_turns_running',
  help: 'Turns of this process that were begun and have not ended',
  registers: [metrics],
});

/** Turns that wait to be begun. */
export const turnsQueued = new Gauge({
  name: 'frontdesk_turns_queued',
  help: 'Turns that wait for this process to begin with them',
  registers: [metrics],
});

/** How many turns may be in work, as it follows from the time they take. */
export const turnLimit = new Gauge({
  name: 'frontdesk_turn_limit',
  help: 'Turns that this process works on at once at most; it adapts to the time that they take',
  registers: [metrics],
});

/** 1 while new turns are refused because more come than can be done. */
export const sheddingLoad = new Gauge({
  name: 'frontdesk_shedding_load',
  help: '1 while this process refuses messages because more come than it can answer',
  registers: [metrics],
});

/**
 * Messages that were refused, by why: `queue` (too many wait), `wait` (it waited too long), `turns` (too many are being answered),
 * `session` (too many of one session wait).
 */
export const refusedTurns = new Counter({
  name: 'frontdesk_turns_refused_total',
  help: 'Messages refused before anything was stored, by reason: queue, wait, turns or session',
  labelNames: ['reason'],
  registers: [metrics],
});
