import { type Fact } from '../contract/fact.js';
import { type FactExtractionInput } from '../contract/tool-inputs.js';
import { type Tool } from '../contract/tool.js';
import { extractFacts } from './extract-facts.js';

/** What a message tells about its customer, in order of mention. Never throws. */
export class FactExtractionTool implements Tool<FactExtractionInput, readonly Fact[]> {
  readonly name = 'fact_extraction';
  readonly group = 'memory';
  readonly description = 'Finds e-mail addresses, phone numbers and order, ticket or reference numbers in a message.';

  async run(input: FactExtractionInput): Promise<readonly Fact[]> {
    return extractFacts(input.message);
  }
}
