import { readFile } from 'node:fs/promises';

/** What nginx answered: how many requests, and those that failed, as lines of its log. */
export async function requestsOf(cluster) {
  const lines = (await readFile(`${cluster.logs}/nginx.log`, 'utf8')).split('\n').filter((line) => line !== '');
  const failed = lines.filter((line) => Number(line.split(' ')[1]) >= 500);
  return { total: lines.length, failed };
}
