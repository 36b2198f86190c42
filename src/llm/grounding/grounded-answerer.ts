import { groundedAnswers, groundingScore } from '../../telemetry/metrics.js';
import { inStage } from '../../telemetry/turn-stage.js';
import { type Answerer, type AnswerPart, type AnswerRequest, type DraftAnswer, type KnownRecord } from '../answerer.js';
import { checkGrounding } from './check-grounding.js';
import { listeningTools } from './heard-records.js';
import { LinkGuard } from './link-guard.js';
import { allowedLinks } from './links.js';

/** How strict the check is. */
export interface GroundingOptions {
  /** Least grounding score (0..1) with which an answer of a model is kept. */
  readonly threshold: number;
}

/**
 * Lets a model's answer pass as far as its sources carry it. Text is forwarded as it comes, without links that no help page has;
 * when it is complete, it is checked sentence by sentence. Below the threshold it is taken back and the extractive answer for the
 * same request is told instead; when there is none either, the abstention carries the concern `low_grounding`. What the extractive
 * answerer said by itself is not checked again.
 */
export class GroundedAnswerer implements Answerer {
  readonly model: string;
  readonly #inner: Answerer;
  readonly #extractive: Answerer;
  readonly #threshold: number;

  constructor(inner: Answerer, extractive: Answerer, { threshold }: GroundingOptions) {
    this.model = inner.model;
    this.#inner = inner;
    this.#extractive = extractive;
    this.#threshold = threshold;
  }

  async *answer(request: AnswerRequest): AsyncGenerator<AnswerPart> {
    const heard: KnownRecord[] = [];
    const listening = request.tools ? { ...request, tools: listeningTools(request.tools, heard) } : request;
    const guard = new LinkGuard(allowedLinks(request.passages));
    let told = '';
    for await (const part of this.#inner.answer(listening)) {
      if (part.type === 'text' || part.type === 'done') {
        const delta = part.type === 'text' ? guard.push(part.delta) : guard.end();
        told += delta;
        if (delta !== '') yield { type: 'text', delta };
      }
      if (part.type === 'replace') {
        guard.end();
        told = '';
      }
      if (part.type === 'done') yield* this.#conclude(part.answer, told, request, heard);
      else if (part.type !== 'text') yield part;
    }
  }

  async *#conclude(
    answer: DraftAnswer,
    told: string,
    request: AnswerRequest,
    heard: readonly KnownRecord[],
  ): AsyncGenerator<AnswerPart> {
    if (answer.decision === 'abstain' || answer.model === this.#extractive.model) {
      yield { type: 'done', answer: answer.decision === 'abstain' ? answer : { ...answer, text: told } };
      return;
    }
    const { passages, facts, records = [] } = request;
    const { grounding, citations } = await inStage('check', () =>
      checkGrounding({
        text: told,
        citations: answer.citations,
        passages,
        facts,
        records: [...records, ...heard],
        said: saidBefore(request),
      }),
    );
    groundingScore.observe(grounding.score);
    if (/[\p{L}\p{N}]/u.test(told) && grounding.score >= this.#threshold) {
      groundedAnswers.inc({ outcome: 'kept' });
      yield { type: 'done', answer: { ...answer, text: told, grounding, citations } };
      return;
    }
    if (told !== '') yield { type: 'replace' };
    yield* this.#instead(answer, request);
  }

  /** The extractive answer with what the model's attempt cost and used. */
  async *#instead(refused: DraftAnswer, request: AnswerRequest): AsyncGenerator<AnswerPart> {
    for await (const part of this.#extractive.answer(request)) {
      if (part.type !== 'done') {
        yield part;
        continue;
      }
      const { answer } = part;
      const abstains = answer.decision === 'abstain';
      groundedAnswers.inc({ outcome: abstains ? 'abstained' : 'replaced_by_extractive' });
      const { degraded, toolsUsed, usage } = refused;
      // A quotation in its place is as sure as any; with nothing to quote, a person may know more.
      const own = abstains ? (['low_grounding'] as const) : [];
      const concerns = [...new Set([...refused.concerns, ...answer.concerns, ...own])];
      yield { type: 'done', answer: { ...answer, degraded, toolsUsed, concerns, ...(usage && { usage }) } };
    }
  }
}

/** The customer's words before this message, as far as they are known. */
function saidBefore({ history, recollections = [], summary }: AnswerRequest): string[] {
  const lines = history.filter(({ role }) => role === 'customer').map(({ text }) => text);
  return [...recollections, ...(summary === undefined ? [] : [summary]), ...lines];
}
