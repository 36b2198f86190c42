import { parseArgs } from 'node:util';
import { EvalInputInvalid } from './eval-errors.js';

export const USAGE = `npm run eval -- --data DIR [options]

  --data DIR            a set (corpus.jsonl and queries.jsonl), or a folder of sets
  --set NAME            only this set; may be repeated
  --k N                 documents that are ranked for each question, 1 to 50 [10]
  --filter FIELD        find only documents that share the question's value of this field
  --unanswerable FILE   also ask questions that no document answers; may be repeated
  --language NAME       language of the documents [by the name's ending, else english];
                        SET=NAME for one set; may be repeated
  --json FILE           also write all figures, question by question
  --url URL             ask a running desk instead of a fresh one in memory
  --api-key KEY         its API key with the scope knowledge or admin [ADMIN_API_KEY]

npm run eval -- grounding [--data FILE] [--threshold N]
                        how well answers that their pages do not support are found
npm run eval -- escalation --data DIR
                        how well messages that need a person are told from others
npm run eval -- sentiment --data DIR
                        how well feelings are heard`;

/** What the command line asks for. */
export interface EvalOptions {
  readonly data: string;
  readonly sets: readonly string[];
  readonly k: number;
  readonly filter?: string;
  readonly unanswerable: readonly string[];
  /** Names of languages by set; the empty name stands for all other sets. */
  readonly languages: ReadonlyMap<string, string>;
  readonly json?: string;
  readonly running?: { readonly url: string; readonly apiKey: string };
}

/** @throws EvalInputInvalid naming the option */
export function readOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): EvalOptions {
  const values = parse(args);
  const { data, url, filter, json } = values;
  if (data === undefined) throw new EvalInputInvalid('--data is missing: name the folder with the evaluation data');
  const languages = new Map(values.language.map(languageEntry));
  if (url !== undefined && languages.size > 0) {
    throw new EvalInputInvalid('--language belongs to a fresh desk; the one at --url has its own');
  }
  const apiKey = values['api-key'] ?? env.ADMIN_API_KEY;
  return {
    data,
    sets: values.set,
    k: rankingLength(values.k),
    unanswerable: values.unanswerable,
    languages,
    ...(filter !== undefined && { filter }),
    ...(json !== undefined && { json }),
    ...(url !== undefined && { running: running(url, apiKey) }),
  };
}

type RawOptions = ReturnType<typeof rawOptions>;

function parse(args: readonly string[]): RawOptions {
  try {
    return rawOptions(args);
  } catch (cause) {
    throw new EvalInputInvalid(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function rawOptions(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const texts = { type: 'string', multiple: true, default: [] as string[] } as const;
  return parseArgs({
    args: [...args],
    options: {
      data: text,
      set: texts,
      k: { type: 'string', default: '10' },
      filter: text,
      unanswerable: texts,
      language: texts,
      json: text,
      url: text,
      'api-key': text,
    },
  }).values;
}

function rankingLength(text: string): number {
  const k = Number(text);
  if (!Number.isInteger(k) || k < 1 || k > 50) throw new EvalInputInvalid('--k must be a whole number from 1 to 50');
  return k;
}

function languageEntry(text: string): [string, string] {
  const match = /^(?:([^=]+)=)?([a-z_][a-z0-9_]*)$/.exec(text);
  if (!match) throw new EvalInputInvalid(`--language ${text} must be a lower-case name, or SET=NAME`);
  return [match[1] ?? '', match[2] ?? ''];
}

function running(url: string, apiKey: string | undefined): { url: string; apiKey: string } {
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new EvalInputInvalid('--url must begin with http:// or https://');
  }
  if (!apiKey) throw new EvalInputInvalid('--url needs --api-key, or ADMIN_API_KEY in the environment');
  return { url, apiKey };
}
