/** Calls that clients sent, so far. Commands inside of scripts are counted by Redis too and left out here. */
export async function callsOf(admin) {
  const calls = {};
  for (const [, name, count] of (await admin.info('commandstats')).matchAll(/cmdstat_([^:]+):calls=(\d+)/g))
    calls[name] = Number(count);
  return calls;
}

const OF_CONNECTIONS = /^(info|client|hello|auth|select|ping|command|script|subscribe|publish|config)/;

/** Round trips between two answers of `callsOf`: scripts, or else all plain commands. */
export function roundTrips(before, after) {
  const grown = Object.entries(after)
    .map(([name, count]) => [name, count - (before[name] ?? 0)])
    .filter(([name, count]) => count > 0 && !OF_CONNECTIONS.test(name));
  const scripts = grown.filter(([name]) => /^(eval|fcall)/.test(name));
  return (scripts.length > 0 ? scripts : grown).reduce((sum, [, count]) => sum + count, 0);
}
