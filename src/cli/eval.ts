import { writeFile } from 'node:fs/promises';
import { AppError } from '../common/app-error.js';
import { evalAttachments } from './eval/attachments/eval-attachments.js';
import { EmbeddedTarget } from './eval/embedded-target.js';
import { evalEscalation } from './eval/escalation/eval-escalation.js';
import { evalSentiment } from './eval/escalation/eval-sentiment.js';
import { EvalInputInvalid } from './eval/eval-errors.js';
import { type EvalOptions, readOptions, USAGE } from './eval/eval-options.js';
import { formatReport } from './eval/eval-report.js';
import { evaluate, type OpenTarget } from './eval/evaluate.js';
import { RunningTarget } from './eval/running-target.js';
import { evalGrounding } from './eval/grounding/eval-grounding.js';
import { setLanguage } from './eval/set-language.js';

/** Evaluations that need no desk, by the first word of the command line; each gives what is printed. */
const offline: Readonly<Record<string, (args: readonly string[]) => Promise<string>>> = {
  attachments: evalAttachments,
  escalation: evalEscalation,
  grounding: evalGrounding,
  sentiment: evalSentiment,
};

/** What a shell expects of a command that an interrupt ended: 128 and the number of the signal. */
const INTERRUPTED = 130;

const interruption = new AbortController();

// The first interrupt ends the run tidily; a second one ends the process, as there is no listener left.
process.once('SIGINT', () => {
  console.error('Stopping, and removing what was added...');
  interruption.abort();
});

try {
  const [subject = '', ...rest] = process.argv.slice(2);
  const evaluation = offline[subject];
  if (evaluation) console.log(await evaluation(rest));
  else await run(readOptions(process.argv.slice(2), process.env));
} catch (error) {
  if (!interruption.signal.aborted || error instanceof AppError) console.error(describe(error));
  process.exitCode = interruption.signal.aborted ? INTERRUPTED : 1;
}

async function run(options: EvalOptions): Promise<void> {
  const reports = await evaluate(options, opener(options), interruption.signal);
  console.log(formatReport(reports, options.k));
  if (options.json !== undefined)
    await writeFile(options.json, `${JSON.stringify({ k: options.k, reports }, null, 2)}\n`);
}

function opener({ running, languages }: EvalOptions): OpenTarget {
  return async (name) => {
    console.error(`${name} ...`);
    if (running) return new RunningTarget(running.url, running.apiKey);
    return EmbeddedTarget.open(setLanguage(name, languages));
  };
}

function describe(error: unknown): string {
  if (error instanceof EvalInputInvalid) return `${error.message}\n\n${USAGE}`;
  if (error instanceof AppError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
