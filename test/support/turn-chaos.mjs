/** See turn-chaos.d.mts. */
export { Checks } from '../../chaos/lib/checks.mjs';
export { Random } from '../../chaos/lib/random.mjs';
export { run as runTurnsScenario } from '../../chaos/scenarios/turns.mjs';
