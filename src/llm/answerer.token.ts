/** The Answerer the desk speaks through; bound once, in llm.module.ts. */
export const ANSWERER = Symbol('ANSWERER');
