/**
 * @param {string | undefined} url
 * @returns {string | undefined} the address if it is an absolute http or https one, so that no link can run a script
 */
export function safeUrl(url) {
  if (!url || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}
