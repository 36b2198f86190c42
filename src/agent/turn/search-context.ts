/**
 * How much of the past a question is searched with. The beginning of each message names its topic; more only costs time. Measured on
 * follow-up questions about public-service pages: nDCG@10 .922 with these, .913 with the last four messages, .911 with the first
 * 80 characters of each.
 */
const MESSAGES = 6;
const CHARACTERS = 120;

/** What was said before, as the search takes it: the beginnings of the last messages, oldest first. Empty at the start. */
export function searchContext(history: readonly { readonly text: string }[]): string {
  return history
    .slice(-MESSAGES)
    .map(({ text }) => text.slice(0, CHARACTERS).toWellFormed())
    .join('\n');
}
