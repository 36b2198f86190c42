/** Ends every abstention: a plain "yes" right after it asks for a person. */
const OFFER = 'shall I connect you with a person?';

/** What is said when nothing supports an answer. */
export const ABSTENTION = `I could not find this in our help pages; ${OFFER}`;

/** What is said when the help pages can't be searched. */
export const SEARCH_UNAVAILABLE = `I can't reach our help pages right now; ${OFFER}`;

/** Whether a reply ends by offering a person. */
export function offersPerson(reply: string): boolean {
  return reply.endsWith(OFFER);
}
