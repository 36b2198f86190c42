/** What a message of courtesy is about. */
export type SmallTalk =
  'greeting' | 'thanks' | 'farewell' | 'identity' | 'well_being' | 'acknowledgement' | 'affirmation' | 'decline';

const FILLER =
  "(?:there|all|everyone|team|folks|again|so much|very much|a lot|a million|for (?:your|the) (?:help|time|support|answer|quick reply)|for (?:helping|that|everything)|dear|friend|guys|bot|support|you|and|please|much|appreciated|great|perfect|ok|okay|that(?:'s| is| was) (?:all|it|great|perfect|helpful|very helpful)|have a (?:nice|good|great) (?:day|one|evening|weekend)|good|very|really|it worked|mate|now|then|today)";
const GREETING =
  '(?:hi+|hey+|hello+|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|hola|buenos d[ií]as|buenas(?: tardes| noches)?|hallo|guten (?:tag|morgen|abend)|moin|servus|bonjour|salut|bonsoir|ol[aá]|bom dia|boa tarde|ciao|buongiorno|namaste|привет|здравствуйте|добрый день|مرحبا|السلام عليكم|你好|您好|こんにちは|안녕하세요)';
const THANKS =
  '(?:thanks|thank you|thank u|thx|ty|tysm|cheers|much appreciated|many thanks|(?:muchas )?gracias|(?:vielen )?dank(?:e(?: ?sch[oö]n)?)?|merci(?: beaucoup)?|obrigad[oa]|grazie|спасибо|شكرا|谢谢|多谢|ありがとう(?:ございます)?|감사합니다)';
const FAREWELL =
  '(?:bye+|bye bye|good ?bye|see (?:you|ya)(?: later| soon)?|farewell|have a (?:nice|good|great) (?:day|one|evening|weekend)|good night|take care|adi[oó]s|hasta (?:luego|pronto)|tsch[uü]ss|auf wiedersehen|au revoir|tchau|arrivederci|пока|до свидания|再见|さようなら)';

const SOMEONE =
  '(?:an? |the |just |really |actually )*(?:(?:real|live|actual|automated|chat|virtual) ?)*(?:human(?: being)?|person|(?:ro|chat)?bots?|machine|computer|ai|a\\.i\\.|agent|assistant|program|robot|humano|persona|mensch|roboter|humain)';
const IDENTITY = `(?:(?:hi|hello|hey|so|wait|but|and)[ ,]+)?(?:(?:who|what) (?:are|r) (?:you|u)(?: exactly)?|(?:what(?:'s| is)|do you have a) (?:your )?name|who is this|who am i (?:talking|speaking|chatting) (?:to|with)|(?:(?:are|r) (?:you|u)|(?:you|u) are|you're|is this|am i (?:talking|speaking|chatting) (?:to|with)|eres|bist du|sind sie|es-tu|[eê]tes-vous) ${SOMEONE}(?:,? (?:or|o|oder|ou) (?:${SOMEONE}|not))?)`;

/** First match wins. Each has to be the whole message: "thanks, but where is my order?" is a question. */
const TALK: readonly (readonly [SmallTalk, RegExp])[] = [
  ['identity', whole(IDENTITY)],
  [
    'well_being',
    whole(
      `(?:${GREETING}[ ,!.]*)?(?:how are (?:you|u)(?: doing)?|how(?:'s| is) it going|what's up|sup|c[oó]mo est[aá]s?|wie geht(?:'s| es (?:dir|ihnen))|[cç]a va)(?: ${FILLER})*`,
    ),
  ],
  ['greeting', whole(`${GREETING}(?:[ ,!.]+(?:${GREETING}|${FILLER}))*`)],
  ['farewell', whole(`(?:(?:${THANKS}|${FILLER})[ ,!.]+)*${FAREWELL}(?:[ ,!.]+(?:${FAREWELL}|${FILLER}))*`)],
  ['thanks', whole(`(?:(?:${FILLER}|${GREETING})[ ,!.]+)*${THANKS}(?:[ ,!.]+(?:${THANKS}|${FILLER}))*`)],
  [
    'decline',
    whole(
      "(?:no|nope|nah|no,? thanks?|no,? thank you|not now|that(?:'s| is| will be) all|nothing(?: else)?|nein|non|no gracias|nein danke|non merci)",
    ),
  ],
  [
    'affirmation',
    whole(
      '(?:yes|yep|yeah|yup|sure|of course|yes,? please|please do|s[ií]|claro|ja|ja bitte|oui|sim|да|是的?|好的?|はい|네)',
    ),
  ],
  [
    'acknowledgement',
    whole(
      "(?:ok(?:ay)?|k|kk|great|perfect|cool|nice|awesome|excellent|good|super|fine|got it|i see|understood|sounds good|all right|alright|makes sense|vale|genial|gut|alles klar|d'accord|parfait|👍|🙏)(?:[ ,!.]+(?:ok(?:ay)?|great|perfect|cool|nice|got it|i see|then))*",
    ),
  ],
];

const REPLIES: Readonly<Record<Exclude<SmallTalk, 'greeting'>, string>> = {
  thanks: "You're welcome! Is there anything else I can help you with?",
  farewell: 'Goodbye, and thank you for getting in touch!',
  identity:
    'I am the automated assistant of this help desk. I answer from our help pages, and I can connect you with a person.',
  well_being: 'I am doing well, thank you. How can I help you?',
  acknowledgement: 'Is there anything else I can help you with?',
  affirmation: 'Gladly. What would you like to know?',
  decline: 'All right. I am here if you need anything else.',
};

/** Courtesy counts only as the whole of a message. */
function whole(source: string): RegExp {
  return new RegExp(`^${source}$`, 'u');
}

/** Longest message taken for small talk, characters. */
const MAX_LENGTH = 120;

/** What kind of small talk the whole of `message` is, or null when it says or asks anything more. */
export function smallTalkOf(message: string): SmallTalk | null {
  if (message.length > MAX_LENGTH) return null;
  const text = message
    .toLowerCase()
    .replace(/[’`]/g, "'")
    .replace(/[\s!.?,;:~¡¿。！？]+$/u, '')
    .replace(/^[\s¡¿]+/, '');
  return TALK.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

/** A short fitting reply. A greeting is answered with one, by name when it is known. */
export function replyTo(talk: SmallTalk, customerName?: string): string {
  return talk === 'greeting' ? `${greetingFor(customerName)} How can I help you?` : REPLIES[talk];
}

/** "Hello!" or "Hello Ann!". */
export function greetingFor(customerName?: string): string {
  const name = customerName?.trim();
  return name ? `Hello ${name}!` : 'Hello!';
}
