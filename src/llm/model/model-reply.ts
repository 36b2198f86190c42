import { type FinishReason, type TextStreamPart, type ToolSet } from 'ai';
import { type EscalationReason } from '../../common/escalation-reason.js';
import { type AnswerPart } from '../answerer.js';
import { type Disguise } from '../../pii/disguise.js';
import { RestoringStream } from '../../pii/restoring-stream.js';
import { completeSentences } from './complete-sentences.js';
import { CANNOT_ANSWER, NEEDS_PERSON, reasonOf } from './control-tools.js';
import { MarkerFilter } from './marker-filter.js';
import { LlmUnavailable } from './model-errors.js';

/** What a model said, gathered part by part while it is told. */
export class ModelReply {
  readonly #model: string;
  readonly #disguise: Disguise;
  readonly #sources: number;
  readonly #concerns = new Set<EscalationReason>();
  #filter: MarkerFilter;
  #restored: RestoringStream;
  #text = '';
  #cannotAnswer = false;
  #finish: FinishReason | undefined;

  /** `sources` is how many passages the model may cite; `disguise` hid what is personal in its prompt. */
  constructor(model: string, sources: number, disguise: Disguise) {
    this.#model = model;
    this.#disguise = disguise;
    this.#restored = new RestoringStream(disguise);
    this.#sources = sources;
    this.#filter = new MarkerFilter(sources);
  }

  /** What was told and not taken back. */
  get text(): string {
    return this.#text;
  }

  get concerns(): readonly EscalationReason[] {
    return [...this.#concerns];
  }

  /** Takes one part of the stream and gives what is to be told of it. */
  *take(part: TextStreamPart<ToolSet>): Generator<AnswerPart> {
    if (part.type === 'text-delta') yield* this.#say(this.#filter.push(this.#restored.push(part.text)));
    if (part.type === 'finish-step') this.#finish = part.finishReason;
    if (part.type === 'tool-call')
      yield* this.#call(part.toolName, part.input, part.dynamic === true && part.invalid === true);
  }

  /**
   * Tells what was held back. An answer that was cut at its longest keeps its whole sentences.
   * @returns whether there is an answer; if not, nothing told is left standing
   * @throws LlmUnavailable when the model came to no end
   */
  *end(): Generator<AnswerPart, boolean> {
    if (this.#finish === 'error') throw new LlmUnavailable(`${this.#model} broke off with an error.`, 'garbage');
    yield* this.#say(this.#filter.push(this.#restored.end()) + this.#filter.end());
    if (this.#finish === 'length') yield* this.#keepSentences();
    const answered = !this.#cannotAnswer && this.#finish !== 'content-filter' && this.#text.trim() !== '';
    if (!answered) yield* this.#takeBack();
    return answered;
  }

  *#say(delta: string): Generator<AnswerPart> {
    const told = this.#text === '' ? delta.trimStart() : delta;
    if (told === '') return;
    this.#text += told;
    yield { type: 'text', delta: told };
  }

  *#call(name: string, input: unknown, invalid: boolean): Generator<AnswerPart> {
    if (name === CANNOT_ANSWER) this.#cannotAnswer = true;
    else if (name === NEEDS_PERSON) this.#concerns.add(reasonOf(input));
    else {
      // "Let me look that up" is no part of the answer that follows.
      yield* this.#takeBack();
      if (!invalid) yield { type: 'tool', name };
    }
  }

  *#takeBack(): Generator<AnswerPart> {
    this.#filter = new MarkerFilter(this.#sources);
    this.#restored = new RestoringStream(this.#disguise);
    if (this.#text === '') return;
    this.#text = '';
    yield { type: 'replace' };
  }

  *#keepSentences(): Generator<AnswerPart> {
    const kept = completeSentences(this.#text);
    if (kept === '')
      throw new LlmUnavailable(`${this.#model} did not get to an answer with its tokens.`, 'out_of_tokens');
    if (kept === this.#text) return;
    yield* this.#takeBack();
    yield* this.#say(kept);
  }
}
