import { type PiiConfig } from '../../config/pii-config.js';
import { type Passage } from '../../knowledge/passage.js';
import { customerName } from '../../pii/customer-name.js';
import { Disguise } from '../../pii/disguise.js';
import { type AnswerRequest } from '../answerer.js';

/** Whether the company published the passage; files of a session are their customer's. */
export function isPublished({ documentId }: Pick<Passage, 'documentId'>): boolean {
  return !documentId.startsWith('att_');
}

/**
 * What hides the personal data of one answer. It knows the customer's name from memory and from what they just said, and what the
 * help pages of this question publish.
 */
export function turnDisguise(config: PiiConfig, request: AnswerRequest): Disguise {
  const disguise = new Disguise(config);
  if (!disguise.active) return disguise;
  for (const passage of request.passages.filter(isPublished)) {
    const { title, heading, content, url } = passage;
    disguise.learnPublished([title, heading ?? '', content, url ?? ''].join('\n'));
  }
  for (const name of namesIn(request)) disguise.learnName(name);
  return disguise;
}

function namesIn({ question, history, facts, customerName: own, recollections = [] }: AnswerRequest): string[] {
  const said = [
    question,
    ...history.filter(({ role }) => role === 'customer').map(({ text }) => text),
    ...recollections,
  ];
  return [
    ...facts.filter(({ kind }) => kind === 'name').map(({ value }) => value),
    ...(own === undefined ? [] : [own]),
    ...said.flatMap((text) => customerName(text)?.value ?? []),
  ];
}
