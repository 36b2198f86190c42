import { type FactExtractionInput } from '../contract/tool-inputs.js';
import { type ToldMemory } from '../contract/told-memory.js';
import { type Tool } from '../contract/tool.js';
import { extractPreferences } from './extract-preferences.js';
import { extractSituation } from './extract-situation.js';

/** Longest text looked at, characters: a pasted log tells nothing of its customer. */
const MAX_TEXT = 8_000;

/** What a message tells of its customer's wishes and situation. Never throws. */
export class RecollectionTool implements Tool<FactExtractionInput, readonly ToldMemory[]> {
  readonly name = 'recollection';
  readonly group = 'memory';
  readonly description = 'Finds preferences and statements about their situation in what a customer writes.';

  async run({ message }: FactExtractionInput): Promise<readonly ToldMemory[]> {
    const text = message.slice(0, MAX_TEXT).toWellFormed();
    return [...extractPreferences(text), ...extractSituation(text)];
  }
}
