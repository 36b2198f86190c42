import { sentencesOf } from '../extractive/sentences.js';
import { smallTalkOf } from '../extractive/small-talk.js';
import { termsOf } from '../extractive/terms.js';

/** A sentence of an answer with the citations that stand for it. */
export interface AnswerSentence {
  /** Without markers and without the bullet or number of a list. */
  readonly text: string;
  /** Indexes of citations: its own, else those that close its run. */
  readonly cites: readonly number[];
  /** Whether it claims anything that a source could support. */
  readonly states: boolean;
}

const MARKER = /\[(\d{1,3})\]/g;
/** Markers after the full stop belong to the sentence they follow. */
const LEADING_MARKERS = /^(?:\s*\[\d{1,3}\])+\s*/;
const BULLET = /^\s*(?:[-*+•–]|\d{1,3}[.)]|[a-z][.)])\s+/;

/** Said to the customer, not of the company: courtesy, sympathy, offers and the words that lead into an answer. */
const COURTESY =
  /^(?:(?:yes|no|sure|certainly|of course|absolutely|hello|hi|hey|thanks|thank you|great|ok(?:ay)?|sorry|unfortunately|gladly|happy to help|you(?:'re| are) welcome)(?: \p{L}+){0,2}|(?:i(?:'m| am)|we(?:'re| are)) (?:(?:so|very|really|truly) )?(?:sorry|happy|glad|afraid)\b.*|(?:i|we) (?:hope|understand|apologi[sz]e|appreciate)\b.*|(?:thank you|thanks) for\b.*|(?:please )?(?:let me|feel free|do not hesitate|don't hesitate)\b.*|if you (?:have|need|want|would like) (?:any |more |further |other |anything |some )+.*|(?:i|we) can (?:also )?(?:help|connect|assist)\b.*|(?:here(?:'s| is| are)|this is|these are|below (?:is|are)) (?:how|what|the|some|a few)\b.*:|have a (?:nice|great|good)\b.*|i hope\b.*|(?:según|according to|laut|selon|based on|as per) (?:our|the|your|nuestr\p{L}+|unser\p{L}*|nos) [^,]{3,40}:|espero\b.*|(?:gerne|natürlich|selbstverständlich|claro|por supuesto|bien sûr|avec plaisir)(?: \p{L}+){0,2}|(?:wenn sie|si tiene|si vous avez) (?:weitere|más|d'autres)\b.*)[.!:]*$/iu;
const MAX_COURTESY = 160;

/** The sentences of an answer, with headings left out that only name what follows. */
export function answerSentencesOf(answer: string): AnswerSentence[] {
  const pieces = piecesOf(answer.replace(/^([ \t]{0,3})#{1,6}[ \t]+/gm, '$1'));
  let closing: { readonly paragraph: number; readonly cites: readonly number[] } | null = null;
  const sentences: AnswerSentence[] = [];
  for (const piece of pieces.reverse()) {
    const own = piece.cites;
    if (own.length > 0) closing = { paragraph: piece.paragraph, cites: own };
    const cites = own.length > 0 || closing?.paragraph !== piece.paragraph ? own : closing.cites;
    sentences.push({ text: piece.text, cites, states: states(piece.text) });
  }
  return sentences.reverse();
}

interface Piece {
  text: string;
  cites: number[];
  readonly paragraph: number;
}

function piecesOf(answer: string): Piece[] {
  const pieces: Piece[] = [];
  for (const { text, start } of sentencesOf(answer)) {
    const leading = pieces.length > 0 ? (LEADING_MARKERS.exec(text)?.[0] ?? '') : '';
    pieces.at(-1)?.cites.push(...markersOf(leading));
    const own = text.slice(leading.length);
    const plain = own
      .replace(MARKER, '')
      .replace(BULLET, '')
      .replace(/\s+([.,;:!?])/g, '$1')
      .replace(/\s+/g, ' ')
      .trim();
    if (!/[\p{L}\p{N}]/u.test(plain)) pieces.at(-1)?.cites.push(...markersOf(own));
    else
      pieces.push({ text: plain, cites: markersOf(own), paragraph: answer.slice(0, start).split(/\n[ \t]*\n/).length });
  }
  return pieces;
}

function markersOf(text: string): number[] {
  return [...text.matchAll(MARKER)].map(({ 1: index }) => Number(index));
}

function states(sentence: string): boolean {
  if (/[?？]["'”’)]*$/.test(sentence)) return false;
  if (termsOf(sentence).length === 0) return false;
  if (smallTalkOf(sentence) !== null) return false;
  return (
    /\d|https?:|www\.|@/.test(sentence) ||
    sentence.length > MAX_COURTESY ||
    !COURTESY.test(sentence.replace(/[’]/g, "'"))
  );
}
