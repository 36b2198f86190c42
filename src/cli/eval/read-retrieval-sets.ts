import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { systemErrorCode } from '../../config/system-error.js';
import { EvalInputInvalid } from './eval-errors.js';
import { documentLine, questionLine } from './line-schemas.js';
import { readJsonl } from './read-jsonl.js';
import { type EvalDocument, type QuestionGroup, type RetrievalSet } from './retrieval-set.js';

const CORPUS = 'corpus.jsonl';
const QUESTIONS = 'queries.jsonl';
const FOLLOW_UPS = 'queries-multiturn.jsonl';
const UNANSWERABLE = 'queries-unanswerable.jsonl';

/** Where the sets are: `folder` is one set or holds several as its own folders. */
export interface SetFolder {
  readonly name: string;
  readonly path: string;
}

/**
 * The sets in `folder`, by name; with `only`, just those.
 * @throws EvalInputInvalid when there is none, or a wanted one is missing
 */
export async function findSets(folder: string, only: readonly string[] = []): Promise<SetFolder[]> {
  const root = resolve(folder);
  const entries = await filesOf(root);
  const candidates = entries.includes(CORPUS)
    ? [root]
    : await keep(
        entries.sort().map((entry) => join(root, entry)),
        async (path) => (await filesOf(path)).includes(CORPUS),
      );
  const sets = candidates.map((path) => ({ name: basename(path), path }));
  const missing = only.filter((name) => !sets.some((set) => set.name === name));
  if (missing.length > 0) throw new EvalInputInvalid(`--set ${missing.join(', ')}: no such set in ${folder}`);
  if (sets.length === 0) throw new EvalInputInvalid(`${folder} holds no ${CORPUS}, and none of its folders does`);
  return only.length === 0 ? sets : sets.filter((set) => only.includes(set.name));
}

/**
 * Reads one set whole and checks that its questions fit its corpus.
 * @throws EvalInputInvalid naming the file
 */
export async function readSet({ name, path }: SetFolder): Promise<RetrievalSet> {
  const files = await filesOf(path);
  const documents = await readJsonl(join(path, CORPUS), documentLine);
  if (documents.length === 0) throw new EvalInputInvalid(`${join(path, CORPUS)} holds no document`);
  const groups: QuestionGroup[] = [];
  for (const [file, group] of [
    [QUESTIONS, name],
    [FOLLOW_UPS, `${name}-multiturn`],
    [UNANSWERABLE, `${name}-unanswerable`],
  ] as const) {
    if (files.includes(file)) groups.push(await readGroup(group, join(path, file), documents));
  }
  if (groups.length === 0) throw new EvalInputInvalid(`${path} holds no ${QUESTIONS}`);
  return { name, documents, ...partition(groups) };
}

/** Reads questions that no corpus here answers; what they name as relevant is ignored. */
export async function readUnanswerable(path: string): Promise<QuestionGroup> {
  const questions = await readJsonl(path, questionLine);
  const folder = basename(dirname(resolve(path)));
  return { name: `${folder}/${basename(path, '.jsonl')}`, questions };
}

async function readGroup(name: string, path: string, documents: readonly EvalDocument[]): Promise<QuestionGroup> {
  const questions = await readJsonl(path, questionLine);
  const known = new Set(documents.map((document) => document.id));
  for (const question of questions) {
    const stray = question.relevant.find((id) => !known.has(id));
    if (stray !== undefined) {
      throw new EvalInputInvalid(`${path}: question ${question.id} names ${stray}, which is not in ${CORPUS}`);
    }
  }
  return { name, questions };
}

function partition(groups: readonly QuestionGroup[]): Pick<RetrievalSet, 'answerable' | 'unanswerable'> {
  const select = (wanted: boolean): QuestionGroup[] =>
    groups
      .map(({ name, questions }) => ({
        name,
        questions: questions.filter((one) => one.relevant.length > 0 === wanted),
      }))
      .filter((group) => group.questions.length > 0);
  return { answerable: select(true), unanswerable: select(false) };
}

async function filesOf(folder: string): Promise<string[]> {
  return readdir(folder).catch((cause: unknown) => {
    if (systemErrorCode(cause) === 'ENOTDIR') return [];
    throw new EvalInputInvalid(`${folder} cannot be read (${systemErrorCode(cause) ?? 'unknown reason'})`, { cause });
  });
}

async function keep<T>(items: readonly T[], test: (item: T) => Promise<boolean>): Promise<T[]> {
  const kept = await Promise.all(items.map(test));
  return items.filter((_, index) => kept[index]);
}
