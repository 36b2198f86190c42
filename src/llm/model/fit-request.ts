import { type AnswerRequest } from '../answerer.js';
import { estimateTokens } from './estimate-tokens.js';

/** What may be left out of a request to make it fit. */
export type FittedRequest = Pick<AnswerRequest, 'history' | 'passages' | 'recollections' | 'summary'>;

/** Tokens that a piece costs besides its text: its fence and its number. */
const FENCE = 40;

/** What goes first when there is no room for all: the oldest messages, then passages, told things and the summary, each from its end. */
interface Piece {
  readonly tokens: number;
  readonly drop: (rest: FittedRequest) => FittedRequest;
}

/**
 * The request cut to about `budget` tokens: the oldest history goes first, then the weakest passages, then what the customer told
 * long ago, then the summary. The best passage always stays: without it there is nothing to answer from.
 */
export function fitRequest(request: FittedRequest, budget: number): FittedRequest {
  const pieces = piecesOf(request);
  const best = request.passages[0];
  let total = pieces.reduce((sum, { tokens }) => sum + tokens, best ? estimateTokens(best.content) + FENCE : 0);
  let fitted = request;
  for (const { tokens, drop } of pieces) {
    if (total <= budget) break;
    fitted = drop(fitted);
    total -= tokens;
  }
  return fitted;
}

function piecesOf({ history, passages, recollections = [], summary }: FittedRequest): Piece[] {
  return [
    ...history.map(({ text }) => ({
      tokens: estimateTokens(text) + FENCE / 4,
      drop: (rest: FittedRequest) => ({ ...rest, history: rest.history.slice(1) }),
    })),
    ...passages
      .slice(1)
      .map(({ content }) => ({
        tokens: estimateTokens(content) + FENCE,
        drop: (rest: FittedRequest) => ({ ...rest, passages: rest.passages.slice(0, -1) }),
      }))
      .reverse(),
    ...recollections
      .map((told) => ({
        tokens: estimateTokens(told),
        drop: (rest: FittedRequest) => ({ ...rest, recollections: rest.recollections?.slice(0, -1) ?? [] }),
      }))
      .reverse(),
    ...(summary === undefined ? [] : [{ tokens: estimateTokens(summary) + FENCE, drop: withoutSummary }]),
  ];
}

function withoutSummary({ history, passages, recollections }: FittedRequest): FittedRequest {
  return { history, passages, ...(recollections ? { recollections } : {}) };
}
