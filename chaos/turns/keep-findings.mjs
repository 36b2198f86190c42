import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

const TURNS = `
  SELECT m.client_message_id, t.turn_id, t.epoch, t.status, t.error_code, t.started_at, t.ended_at, t.first_event_seq, t.last_event_seq
  FROM turns t JOIN messages m ON m.message_id = t.customer_message_id WHERE t.session_id = $1 ORDER BY t.epoch`;

/** Puts what is needed to explain findings into `folder`: the logs of those sessions and their turns, the faults, what the servers logged. */
export async function keepFindings(folder, cluster, { findings, faults, logs }) {
  await mkdir(folder, { recursive: true });
  await cp(cluster.logs, join(folder, 'logs'), { recursive: true });
  await writeFile(join(folder, 'faults.json'), JSON.stringify(faults.history, null, 1));
  const record = new pg.Client(cluster.databaseUrl);
  await record.connect();
  try {
    for (const log of logs) {
      const found = findings.filter(({ sessionId }) => sessionId === log.sessionId);
      if (found.length === 0) continue;
      const { rows: turns } = await record.query(TURNS, [log.sessionId]);
      await writeFile(join(folder, `${log.sessionId}.json`), JSON.stringify({ found, turns, ...log }, null, 1));
    }
  } finally {
    await record.end();
  }
}
