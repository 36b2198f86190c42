/** The language models that are asked, in their order; bound once, in llm.module.ts. */
export const LANGUAGE_MODELS = Symbol('LANGUAGE_MODELS');
