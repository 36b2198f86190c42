import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A prompt as it is kept: a Markdown document with name and version in its front matter. */
export interface PromptDocument {
  /** Name and version, such as `answer@1`; stored with every answer that it led to. */
  readonly id: string;
  /** With `{{placeholders}}`. */
  readonly text: string;
}

const FRONT_MATTER = /^---\n([^]*?)\n---\n+([^]*)$/;

/** Reads `<name>.md` beside this file. A document without name, version or text is a fault of ours. */
export function loadPrompt(name: string): PromptDocument {
  return parsePrompt(readFileSync(join(import.meta.dirname, `${name}.md`), 'utf8'));
}

/** The prompt that a document holds. */
export function parsePrompt(document: string): PromptDocument {
  const [, head = '', text = ''] = FRONT_MATTER.exec(document.replaceAll('\r\n', '\n')) ?? [];
  const name = /^name: *([a-z][a-z0-9-]*)$/m.exec(head)?.[1];
  const version = /^version: *([1-9]\d*)$/m.exec(head)?.[1];
  if (!name || !version || text.trim() === '') throw new Error('A prompt needs a name, a version and a text.');
  return { id: `${name}@${version}`, text: text.trim() };
}

/** The prompt's text with its placeholders filled; one that is left open is a fault of ours. */
export function fillPrompt({ id, text }: PromptDocument, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${id} has no value for ${name}.`);
    return value;
  });
}
