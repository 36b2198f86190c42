import { setTimeout as sleep } from 'node:timers/promises';

/** Sets gauges of something that has to be asked. */
type Refresh = () => void | Promise<void>;

/** How long a scrape waits for what has to be asked, in ms; after that it shows what was known. */
const WAIT_MS = 1000;

const refreshes = new Set<Refresh>();

/** Has `refresh` run before metrics are read; what it throws leaves its gauges as they are. @returns ends that */
export function onScrape(refresh: Refresh): () => void {
  refreshes.add(refresh);
  return () => {
    refreshes.delete(refresh);
  };
}

/** Runs what was asked for, side by side. Never throws. */
export async function refreshBeforeScrape(): Promise<void> {
  const all = Promise.allSettled([...refreshes].map(async (refresh) => refresh()));
  await Promise.race([all, sleep(WAIT_MS, undefined, { ref: false })]);
}
