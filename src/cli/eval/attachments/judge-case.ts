import { type AttachmentCase } from './attachment-case.js';

/** What reading a file gave: its text, or the code of its refusal. */
export type ReadingOutcome = { readonly text: string } | { readonly code: string };

const codes: Readonly<Record<Exclude<AttachmentCase['expect'], 'text' | 'safe'>, string>> = {
  empty: 'attachment_empty',
  no_text: 'attachment_no_text',
  encrypted: 'attachment_encrypted',
  corrupt: 'attachment_corrupt',
};

/** What is wrong with an outcome; undefined when it is as expected. White space counts as one space. */
export function judgeCase(expected: AttachmentCase, outcome: ReadingOutcome): string | undefined {
  if ('code' in outcome) return judgeRefusal(expected, outcome.code);
  const text = collapsed(outcome.text);
  const unwanted = expected.mustNotInclude.find((piece) => text.includes(collapsed(piece)));
  if (unwanted !== undefined) return `includes "${unwanted}"`;
  if (expected.expect !== 'text') return `was read, but is ${expected.expect}`;
  const missing = expected.mustInclude.find((piece) => !text.includes(collapsed(piece)));
  return missing === undefined ? undefined : `lacks "${missing}"`;
}

function judgeRefusal({ expect }: AttachmentCase, code: string): string | undefined {
  if (expect === 'text') return `was refused: ${code}`;
  if (expect === 'safe') return code.startsWith('attachment_') ? undefined : `was refused: ${code}`;
  return code === codes[expect] ? undefined : `was refused as ${code}, but is ${expect}`;
}

function collapsed(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
