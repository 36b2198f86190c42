import { type Answerer, type AnswerPart, type AnswerRequest } from '../answerer.js';
import { EXTRACTIVE } from './draft.js';
import { draftAnswer } from './draft-answer.js';

/** The answerer that needs no model: it quotes the help pages, or says that it found nothing. Throws only the caller's abort. */
export class ExtractiveAnswerer implements Answerer {
  readonly model = EXTRACTIVE;

  async *answer(request: AnswerRequest): AsyncGenerator<AnswerPart> {
    request.signal.throwIfAborted();
    const { pieces, answer } = draftAnswer(request);
    if (answer.citations.length > 0) yield { type: 'sources', sources: answer.citations };
    for (const delta of pieces) {
      request.signal.throwIfAborted();
      yield { type: 'text', delta };
    }
    yield { type: 'done', answer };
  }
}
