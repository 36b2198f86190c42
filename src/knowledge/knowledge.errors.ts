import { AppError } from '../common/app-error.js';

/** KNOWLEDGE_LANGUAGE names no text search configuration of the database; the message lists those it has. */
export class UnknownLanguage extends AppError {
  readonly code = 'knowledge_language_unknown';
  readonly kind = 'invalid';
}

/** The index lacks what the migration put there, for instance the language: the tables were changed by hand. */
export class KnowledgeIndexDamaged extends AppError {
  readonly code = 'knowledge_index_damaged';
  readonly kind = 'internal';
}
