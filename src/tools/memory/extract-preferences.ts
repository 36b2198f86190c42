import { type ToldMemory } from '../contract/told-memory.js';

const IMPORTANCE = 0.8;

const WISH =
  "(?:i(?:'d| would)? (?:rather|prefer|like|want)|we(?:'d| would)? (?:rather|prefer)|please|only|better|best|you can|it(?:'s| is) (?:best|easiest|better) to)";

const CHANNELS: readonly (readonly [string, RegExp])[] = [
  [
    'email',
    /\b(?:(?:contact|reach|write(?: to)?|answer|reply(?: to)?|update) me (?:by|via|on|per|through) e-?mail|e-?mail me)\b/i,
  ],
  [
    'phone',
    /\b(?:(?:contact|reach) me (?:by|via|on|over) (?:the |my )?(?:tele|cell |mobile )?phone|(?:call|phone|ring) me)\b/i,
  ],
  ['sms', /\b(?:text me|(?:contact|reach) me (?:by|via) (?:sms|text))\b/i],
  ['whatsapp', /\b(?:contact|reach|write|message) me (?:by|via|on|through) whatsapp\b/i],
  ['post', /\b(?:by|via) (?:post|letter)\b/i],
];

const PREFERRED_CHANNEL = new RegExp(
  `\\b${WISH}\\b[^.!?]{0,30}?\\b(e-?mail|phone|telephone|calls?|sms|texts?|whatsapp|post|letters?)\\b`,
  'i',
);

const TIME =
  /\b(?:call|phone|ring|contact|reach|deliver|come)\b[^.!?]{0,40}?\b((?:only )?(?:after|before|between|from|in the|on|at)\s+(?:\d{1,2}(?::\d\d)?\s*(?:am|pm|h|o'clock)?(?:\s*(?:and|to|-|–)\s*\d{1,2}(?::\d\d)?\s*(?:am|pm|h|o'clock)?)?|mornings?|afternoons?|evenings?|weekends?|weekdays?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?))/i;

const LANGUAGES =
  'english|german|french|spanish|italian|portuguese|dutch|polish|russian|ukrainian|turkish|arabic|chinese|japanese|korean';
const LANGUAGE = new RegExp(
  `\\b(?:(?:answer|reply|write|respond|speak|talk|continue)(?: to me| with me| me)? in|i (?:only |mostly )?speak|i prefer|my language is)\\s+(${LANGUAGES})\\b`,
  'i',
);

/** How and when a customer wants to be reached, and in which language; the last word of a message counts. */
export function extractPreferences(text: string): ToldMemory[] {
  const channel = channelIn(text);
  const time = TIME.exec(text)?.[1];
  const language = LANGUAGE.exec(text)?.[1];
  return [
    ...(channel === undefined ? [] : [preference('contact_channel', channel)]),
    ...(time === undefined ? [] : [preference('contact_time', time.toLowerCase())]),
    ...(language === undefined ? [] : [preference('language', language.toLowerCase())]),
  ];
}

function channelIn(text: string): string | undefined {
  if (/\b(?:don't|do not|never|not)\b[^.!?]{0,20}\b(?:call|phone|e-?mail|text|contact)\b/i.test(text)) return undefined;
  // A question is about our channels, not about a wish: "can I reach you by phone?".
  const told = text.replace(/[^.!?\n]*\?/g, '');
  const direct = CHANNELS.find(([, pattern]) => pattern.test(told))?.[0];
  if (direct !== undefined) return direct;
  if (!/\bprefer|\brather\b/i.test(told)) return undefined;
  return normalised(PREFERRED_CHANNEL.exec(told)?.[1]);
}

function normalised(word: string | undefined): string | undefined {
  const lower = word?.toLowerCase();
  if (lower === undefined) return undefined;
  if (lower.endsWith('mail')) return 'email';
  if (/phone|call/.test(lower)) return 'phone';
  if (/sms|text/.test(lower)) return 'sms';
  return /whatsapp/.test(lower) ? 'whatsapp' : 'post';
}

function preference(kind: string, value: string): ToldMemory {
  return { type: 'preference', kind, value, importance: IMPORTANCE };
}
