import { fraction, oneOf, text, wholeNumber } from './env-values.js';
import { optionalVariable, variable } from './env-variable.js';

/** Who makes the vectors of documents and questions. */
export const embeddingVariables = {
  EMBEDDING_PROVIDER: variable(oneOf('none', 'openai-compatible', 'local'), {
    section: 'Knowledge and answers',
    default: 'none',
    description:
      'Who turns documents and questions into vectors, so that pages are also found by meaning: nobody, a server with the embeddings interface of OpenAI, or a model in EMBEDDING_FOLDER.',
  }),
  EMBEDDING_MODEL: optionalVariable(text(/^\S{1,200}$/, 'the name of a model'), {
    section: 'Knowledge and answers',
    otherwise: 'EMBEDDING_PROVIDER=openai-compatible refuses to start; local goes by the name of its folder',
    description: 'The embedding model. Another one makes every vector anew, in the background.',
    example: 'text-embedding-3-small',
  }),
  EMBEDDING_BASE_URL: optionalVariable(text(/^https?:\/\/\S+$/, 'an address that begins with http:// or https://'), {
    section: 'Knowledge and answers',
    otherwise: 'https://api.openai.com/v1',
    description: 'Where the embeddings interface is, without /embeddings.',
    example: 'http://localhost:11434/v1',
  }),
  EMBEDDING_API_KEY: optionalVariable(text(/^[\x21-\x7e]+$/, 'visible ASCII characters without blanks'), {
    section: 'Knowledge and answers',
    otherwise: 'no key is sent',
    description: 'The key for EMBEDDING_BASE_URL.',
    secret: true,
  }),
  EMBEDDING_DIMENSIONS: optionalVariable(wholeNumber(8, 16_000), {
    section: 'Knowledge and answers',
    otherwise: 'the model decides',
    description:
      'Length of the vectors, for models that offer several. Above 2,000 the database compares with every vector, which is slower.',
  }),
  EMBEDDING_FOLDER: optionalVariable(text(/^[^\0]+$/, 'the path of a folder'), {
    section: 'Knowledge and answers',
    otherwise: 'EMBEDDING_PROVIDER=local refuses to start',
    description:
      'A model in ONNX format with its tokenizer, as @huggingface/transformers reads it. Nothing is downloaded.',
    example: '/models/multilingual-e5-small',
  }),
  EMBEDDING_QUERY_PREFIX: optionalVariable(text(/^[^\0]{1,200}$/, 'at most 200 characters'), {
    section: 'Knowledge and answers',
    otherwise: 'nothing is put in front',
    description: 'What the model wants in front of a question, without the blank after it.',
    example: 'query:',
  }),
  EMBEDDING_PASSAGE_PREFIX: optionalVariable(text(/^[^\0]{1,200}$/, 'at most 200 characters'), {
    section: 'Knowledge and answers',
    otherwise: 'nothing is put in front',
    description: 'What the model wants in front of a passage, without the blank after it.',
    example: 'passage:',
  }),
  EMBEDDING_QUERY_TIMEOUT_MS: variable(wholeNumber(50, 10_000), {
    section: 'Knowledge and answers',
    default: '800',
    description:
      'How long a search waits for the vector of its question, in milliseconds; then it goes by words alone.',
  }),
  EMBEDDING_WEIGHT: variable(fraction(), {
    section: 'Knowledge and answers',
    default: '0.5',
    description:
      'How much the order by meaning counts beside the order by words, which counts 1. Measure before you raise it: a weak model does harm.',
  }),
};
