/** See rolling-chaos.d.mts. */
export { run as runRollingScenario } from '../../chaos/scenarios/rolling.mjs';
