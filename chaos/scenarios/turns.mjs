import { start } from '../../cluster/lib/cluster.mjs';
import { startEchoModel } from '../turns/echo-model.mjs';
import { keepFindings } from '../turns/keep-findings.mjs';
import { runTurns } from '../turns/run-turns.mjs';

export const name = 'turns';

/** How many of what was found are shown. */
const SHOWN = 20;

/** A socket of one session sends as fast as it is answered, and everything at once when it resumes. */
const LIMITS = { SOCKET_EVENTS_PER_MINUTE: '100000' };

/**
 * Three instances behind nginx are killed, frozen and started again while many sessions talk to them. What explains findings is put into
 * `logsFolder`.
 */
export async function run(options) {
  const { messages, sessions, instances, minutes, env = {}, logsFolder, random, checks, onProgress } = options;
  const model = await startEchoModel();
  try {
    const settings = { ...model.env, ...LIMITS, SAMPLE_KNOWLEDGE: 'true', LOG_LEVEL: 'warn', ...env };
    const cluster = await start({ instances, env: settings });
    try {
      const result = await runTurns({ cluster, messages, sessions, minutes, random, onProgress });
      if (logsFolder !== undefined) await keepFindings(logsFolder, cluster, result);
      return judge(result, checks);
    } finally {
      await cluster.stop();
    }
  } finally {
    await model.stop();
  }
}

function judge(result, checks) {
  const { counts, faults, findings, silenceMs, failures, refusals, seconds } = result;
  checks.note('messages a second', counts.answered / seconds);
  checks.note('kills', faults.kills);
  checks.note('freezes', faults.freezes);
  checks.note('restarts of Redis', faults.redisKills);
  checks.note('acknowledged', counts.acknowledged);
  checks.equal('stored', counts.stored, counts.acknowledged);
  checks.equal('answered', counts.answered, counts.acknowledged);
  checks.equal('replies', counts.replies, counts.acknowledged);
  checks.note('sent again', counts.sentAgain);
  checks.note('events', counts.events);
  checks.note('error events', counts.errors);
  checks.note('resets', counts.resets);
  checks.note('silences above 20 s', counts.longSilences);
  for (const [kind, ms] of Object.entries(silenceMs)) checks.note(`longest silence of a ${kind} ms`, ms);
  for (const [code, count] of Object.entries(refusals)) checks.note(`told ${code}`, count);
  checks.equal('findings', findings.length, 0);
  checks.equal('failures', failures.length, 0);
  const shown = findings.slice(0, SHOWN).map(({ rule, sessionId, detail }) => `${rule} in ${sessionId}: ${detail}`);
  checks.failures.push(...shown, ...failures.slice(0, SHOWN).map((error) => error.message));
  return result;
}
