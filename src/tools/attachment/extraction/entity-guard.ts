import { Refusal } from './refusal.js';

const DECLARATION = '<!ENTITY';

/**
 * Watches the bytes of one XML part for a declaration of an entity, of which billion laughs are made. No Office program
 * writes one. In UTF-16 the declaration shows once the zero bytes are taken out.
 */
export class EntityGuard {
  #tail = '';

  /** @throws Refusal */
  see(chunk: Buffer): void {
    const text = this.#tail + chunk.toString('latin1').replaceAll('\u0000', '');
    if (text.includes(DECLARATION)) {
      throw new Refusal('too_complex', 'The file declares XML entities, which documents have no use for.');
    }
    this.#tail = text.slice(-DECLARATION.length + 1);
  }
}
