/** Words right before a wish that turn it around: "I don't want to", "no need to", "instead of". Not "I don't know how to". */
const NEGATED =
  /(?:\b(?:do not|don't|dont|does not|doesn't|did not|didn't|would not|wouldn't|never|not|no longer)(?: (?:really|even|necessarily|yet|just|actually))? (?:want(?:ing)?|need|wish|like|love|have|prefer|trying|going|looking|asking|care|feel like)|\bno need|\bwithout|\brather not|\bprefer not|\binstead of|\brather than|\bavoid|\bhate|\bnot(?! (?:know|sure|understand|able))|\bnever)(?: [\p{L}']+){0,3} ?$|\b(?:do not|don't|dont)(?: ever)? ?$/u;

/** Something that was, is only supposed, or is another's: "after", "yesterday I was", "if I", "am I", "do I have to". */
const NO_WISH =
  /(?:\b(?:after|before|while|since|by|of|was|were|been|thanks for|thank you for|why should i|if (?:i|we|you)|when (?:i|we) (?:was|were)?|am i|are you|are we|is this|you are|you're|(?<!what )do (?:i|we|you) (?:really )?(?:have|need) to|must i|should i|do you)|\bhow (?:much|long|often|many)\b.*|\b(?:what|which) (?:hours?|times?|days?)\b.*|\bwhat (?:happens|does it cost|is the cost)\b.*|\buntil when\b.*) ?$/u;

/** "been trying to" is a wish although it is past. */
const TRYING = /\b(?:trying|tried|waiting|attempting|hoping) to ?$/u;

/** Whether what stands before a wish, within its own clause, leaves it a wish. `before` is lower case. */
export function leavesWish(before: string, negatable: boolean): boolean {
  const clause = before.slice(Math.max(...['.', ',', ';', '!', '?', ':'].map((mark) => before.lastIndexOf(mark))) + 1);
  if (TRYING.test(clause)) return true;
  return !(negatable && NEGATED.test(clause)) && !NO_WISH.test(clause);
}
