import { type Attributes } from '@opentelemetry/api';
import { sqlDuration } from './database-metrics.js';
import { sqlStatements } from './metrics.js';
import { inClientSpan } from './spans.js';

/** Runs one statement: counted, timed, and a span of what it is for. Told is its name, never its text or its values. */
export async function observeSql<T>(statement: string, work: () => Promise<T>): Promise<T> {
  sqlStatements.inc({ statement });
  const startedAt = performance.now();
  try {
    return await inClientSpan(statement, attributesOf(statement), work);
  } finally {
    sqlDuration.observe((performance.now() - startedAt) / 1000);
  }
}

const known = new Map<string, Attributes>();

/** One object per name; there are some two hundred. */
function attributesOf(statement: string): Attributes {
  let attributes = known.get(statement);
  if (!attributes)
    known.set(statement, (attributes = { 'db.system.name': 'postgresql', 'db.query.summary': statement }));
  return attributes;
}
