import { type Answerer, type AnswerPart, type AnswerRequest } from './answerer.js';
import { askedFacts, sayFacts } from './extractive/asked-facts.js';
import { type Draft, uncited } from './extractive/draft.js';
import { replyTo, type SmallTalk, smallTalkOf } from './extractive/small-talk.js';

/** Courtesy that means the same whatever was said before; "yes" and "ok" do not. */
const CLEAR: ReadonlySet<SmallTalk> = new Set<SmallTalk>(['greeting', 'thanks', 'farewell', 'identity', 'well_being']);

/**
 * Answers by itself what needs no model: plain courtesy, whether this is a machine, and what the customer asks back of their own
 * facts. Everything else is passed on.
 */
export class CourtesyAnswerer implements Answerer {
  readonly model: string;

  constructor(private readonly inner: Answerer) {
    this.model = inner.model;
  }

  async *answer(request: AnswerRequest): AsyncGenerator<AnswerPart> {
    const draft = certainDraft(request);
    if (draft === null) {
      yield* this.inner.answer(request);
      return;
    }
    request.signal.throwIfAborted();
    for (const delta of draft.pieces) yield { type: 'text', delta };
    yield { type: 'done', answer: draft.answer };
  }
}

function certainDraft({ question, facts, customerName }: AnswerRequest): Draft | null {
  const talk = smallTalkOf(question);
  if (talk !== null && CLEAR.has(talk)) return uncited('small_talk', replyTo(talk, customerName), 1);
  const asked = askedFacts(question, facts);
  return asked.length > 0 ? uncited('from_memory', sayFacts(asked), 1) : null;
}
