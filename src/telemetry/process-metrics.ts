import { Gauge } from 'prom-client';
import { ABOUT } from '../common/about.js';
import { metrics } from './metrics.js';

/** Always 1; its labels tell what runs. */
const buildInfo = new Gauge({
  name: 'frontdesk_build_info',
  help: 'Always 1; the labels tell which version runs, and on which Node',
  labelNames: ['version', 'node'],
  registers: [metrics],
});
buildInfo.set({ version: ABOUT.version, node: process.version }, 1);

/** How much of the desk works, as /health tells it. */
export const deskMode = new Gauge({
  name: 'frontdesk_mode',
  help: '1 for the mode the desk is in, 0 for the others: full, no-redis, no-llm, read-only',
  labelNames: ['mode'],
  registers: [metrics],
});
