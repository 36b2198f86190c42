/** Where one statement of a sentence may end and another begin. */
const BOUNDARY =
  /(?:\s*[;:–—]\s+|,\s+(?:(?:and|but|or|so|then|while|whereas|although|though|unless|because|if|when|which|pero|sino|aber|sondern|mais|но)\s+)?|\s+(?:and|but|while|whereas|although|though|unless|because|if|when|except|otherwise|y|pero|sino|und|aber|sondern|et|mais|но|а)\s+|\.\s+)/gu;
/** A stretch with one of these has a subject and a verb of its own, as far as function words tell. */
const STATES =
  /(?:^|[^\p{L}])(?:is|are|was|were|be|been|can|can't|cannot|could|will|won't|would|may|might|must|shall|should|do|does|don't|doesn't|did|has|have|had|hasn't|haven't|isn't|aren't|(?:ship|take|last|come|include|arrive|stay|get|pay|save|expire|contain|require|receive|mean|become|allow)s?|costs|needs|covers|leaves|applies|goes?|went|we|you|it|they|there|i|please|es|son|est[aá]n?|puede[ns]?|se|ist|sind|kann|k[oö]nnen|wird|werden|muss|m[uü]ssen|hat|haben|est|sont|peut|peuvent|sera|doit|doivent|nous|vous|wir|sie|usted)(?![\p{L}'])/iu;

/** The stretches between all boundaries: the smallest in which a number belongs to a thing. */
export function segmentsOf(sentence: string): string[] {
  return sentence
    .split(BOUNDARY)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/**
 * The statements of a sentence. A stretch without subject and verb stays with the one before it, so that "no cash, cheques or
 * vouchers" is one statement; a first one goes with the next.
 */
export function clausesOf(sentence: string): string[] {
  const spans: { start: number; end: number }[] = [];
  let start = 0;
  for (const boundary of [...boundariesOf(sentence), { start: sentence.length, end: sentence.length }]) {
    const last = spans.at(-1);
    const whole = STATES.test(sentence.slice(start, boundary.start));
    if (last && !(whole && STATES.test(sentence.slice(last.start, last.end)))) last.end = boundary.start;
    else spans.push({ start, end: boundary.start });
    start = boundary.end;
  }
  return spans.map((span) => sentence.slice(span.start, span.end).trim()).filter((clause) => clause !== '');
}

function boundariesOf(sentence: string): { start: number; end: number }[] {
  return [...sentence.matchAll(BOUNDARY)].map(({ 0: boundary, index }) => ({
    start: index,
    end: index + boundary.length,
  }));
}
