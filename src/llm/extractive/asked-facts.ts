import { type KnownFact } from '../answerer.js';

/** How customers name a kind of fact; German and French joined words included. */
const NAMES: Readonly<Record<string, string>> = {
  name: 'name|nombre|nom',
  email: 'e-?mail(?: ?address(?:es)?)?|mail address|correo(?: electr[oó]nico)?|e-?mail-?adresse|adresse (?:e-?)?mail',
  phone:
    '(?:tele)?phone(?: number)?|mobile(?: number)?|cell(?: number)?|(?:n[uú]mero de )?tel[eé]fono|telefonnummer|handynummer|num[eé]ro de t[eé]l[eé]phone',
  order_number: 'order(?: ?(?:number|no\\.?|id|#))|n[uú]mero de pedido|bestellnummer|num[eé]ro de commande',
  ticket_number:
    '(?:ticket|case)(?: ?(?:number|no\\.?|id|#))|n[uú]mero de (?:ticket|incidencia)|ticketnummer|num[eé]ro de ticket',
  reference_number:
    '(?:reference|ref\\.?|confirmation|booking|tracking|reservation)(?: ?(?:number|no\\.?|id|code|#))|n[uú]mero de referencia|referenznummer|num[eé]ro de r[eé]f[eé]rence',
};

const ASKS =
  "(?:(?:ok(?:ay)?|hi|hello|hey|so|and|sorry|wait)[ ,]+)*(?:(?:can|could|would) you (?:please )?)?(?:what(?:'s| is| was)|which(?: is| was)?|tell me(?: again)?(?: what(?:'s| is))?|remind me(?: of| what(?:'s| is))?|repeat|do you (?:still )?(?:know|remember|have)(?: what)?|cu[aá]l es|wie (?:lautet|ist|war)|was ist|kennst du|quel(?:le)? est)";
const GAVE =
  '(?:did i (?:just )?(?:give|tell|send|share|mention|write)|i (?:just )?(?:gave|told|sent|shared|mentioned|wrote)|have i (?:given|told|sent)|you have)';
const ENDING =
  '(?: (?:is|was|again|please|now|then|on file|for me|you|earlier|before|to you|that|which|' + GAVE + '))*';

const MY = '(?:my|mi|meine?|mon|ma)';

interface FactQuestion {
  readonly kind: string;
  readonly pattern: RegExp;
}

/** "what is my order number", "which e-mail did I give you", "do you remember my phone number": the whole message. */
const QUESTIONS: readonly FactQuestion[] = Object.entries(NAMES).map(([kind, name]) => ({
  kind,
  pattern: new RegExp(
    `^(?:${ASKS} (?:${MY} (?:${name})${ENDING}|(?:the )?(?:${name}) (?:that )?${GAVE}${ENDING}))$`,
    'u',
  ),
}));

const LABELS: Readonly<Record<string, string>> = {
  name: 'name',
  email: 'e-mail address',
  phone: 'phone number',
  order_number: 'order number',
  ticket_number: 'ticket number',
  reference_number: 'reference number',
};

/** The remembered facts that `question` asks back, oldest first; empty when it asks for none or none is known. */
export function askedFacts(question: string, facts: readonly KnownFact[]): KnownFact[] {
  const text = question
    .toLowerCase()
    .replace(/[’`]/g, "'")
    .replace(/[¿?!.,\s]+$/u, '')
    .replace(/^[¿¡\s]+/u, '')
    .replace(/\s+/g, ' ');
  const kind = QUESTIONS.find(({ pattern }) => pattern.test(text))?.kind;
  return kind === undefined ? [] : facts.filter((fact) => fact.kind === kind);
}

/** Says remembered facts of one kind back. `facts` is not empty. */
export function sayFacts(facts: readonly KnownFact[]): string {
  const values = [...new Set(facts.map(({ value }) => value))];
  const label = LABELS[facts[0]?.kind ?? ''] ?? 'note';
  return values.length === 1
    ? `The ${label} you gave me is ${values.join('')}.`
    : `You gave me more than one ${label}: ${values.slice(0, -1).join(', ')} and ${values.at(-1) ?? ''}.`;
}
