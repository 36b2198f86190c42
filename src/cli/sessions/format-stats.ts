import { type SessionStoreStats } from '../../session/session-results.js';

/**
 * What the store holds, one aligned line each. The counts of a process's own work are left out: this command has just opened the
 * store, and the serving processes publish theirs as metrics.
 */
export function formatStats(stats: SessionStoreStats, roundTripMs: number): string {
  const rows: [string, string][] = [
    ['store', stats.storeType],
    ['active sessions', String(stats.activeSessions)],
    ['round trip', `${roundTripMs.toFixed(2)} ms`],
    ...Object.entries(stats.details).map(([name, value]): [string, string] => [name, String(value)]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
