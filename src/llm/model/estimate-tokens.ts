/** ASCII characters for a token: 4 in English by the rule of thumb of OpenAI's tokenizer documentation, 3.5 to be careful. */
const ASCII_PER_TOKEN = 3.5;

/** About how many tokens a text is. Letters beyond ASCII count as a token each, which is right for Chinese and too much for accents. */
export function estimateTokens(text: string): number {
  let beyond = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) beyond += 1;
  return Math.ceil((text.length - beyond) / ASCII_PER_TOKEN) + beyond;
}
