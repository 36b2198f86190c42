/** The two characters that fences are made of; text never holds them, so no text can open or close a fence. */
export const FENCE_OPEN = '⟦';
export const FENCE_CLOSE = '⟧';

/** Markers by which models and chat formats tell who speaks, each broken so that it is only text. */
const MARKERS: readonly (readonly [RegExp, string])[] = [
  [/⟦/g, '[['],
  [/⟧/g, ']]'],
  // ChatML, Llama 3, Phi, DeepSeek: <|im_start|>
  [/<(?=[|｜])/g, '< '],
  // Llama 2 and Mistral: [INST], [/INST], [TOOL_CALLS], [TOOL_RESULTS], [AVAILABLE_TOOLS], <<SYS>>
  [/\[(\/?(?:INST|SYS|SYSTEM|TOOL_CALLS?|TOOL_RESULTS?|AVAILABLE_TOOLS|SYSTEM_PROMPT))\]/gi, '($1)'],
  [/<(?=<\/?\s*SYS\s*>>)/gi, '< '],
  // Gemma, Hermes, Claude and home-made ones: <start_of_turn>, <tool_call>, <system>
  [
    /<(?=\/?\s*(?:system|assistant|developer|instructions?|(?:start|end)_of_turn|(?:tool|function|system|assistant)[_-][\w-]{1,30}|s)\s*>)/gi,
    '< ',
  ],
  // "### System:", "Assistant:", "TOOL RESULT:" at the beginning of a line; "user:" in small letters is a setting
  [
    /^([ \t>*_#-]*)((?:S(?:ystem|YSTEM)(?: (?:[Pp]rompt|[Mm]essage|[Ii]nstructions?|PROMPT|MESSAGE))?|A(?:ssistant|SSISTANT)|AI|H(?:uman|UMAN)|U(?:ser|SER)|D(?:eveloper|EVELOPER)|(?:[Tt]ool|[Ff]unction|TOOL|FUNCTION) ?(?:[Cc]all|[Rr]esult|[Oo]utput|[Rr]esponse|[Mm]essage|CALL|RESULT|OUTPUT|RESPONSE)?)(?: \([^)\n]{0,40}\))?[*_ \t]*)[:：]/gm,
    '$1$2 –',
  ],
  [/^([ \t>*_]*#{1,6}[ \t]*)(system|assistant|user|human|tool|instructions?)([*_ \t]*)[:：]/gim, '$1$2$3 –'],
];

/** `text` with everything that could pass for a change of speaker, or for one of our fences, made harmless. */
export function withoutRoleMarkers(text: string): string {
  return MARKERS.reduce((rest, [marker, harmless]) => rest.replace(marker, harmless), text);
}
