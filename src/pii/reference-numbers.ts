import { type Mention, TakenStretches } from './mention.js';

/** What a number can name. */
type ReferenceKind = 'order_number' | 'ticket_number' | 'reference_number';

/** A number with what it names. */
export interface ReferenceMention extends Mention {
  readonly kind: ReferenceKind;
}

/** The noun that says what a number names, in English, Spanish, German and French. */
const NOUNS: Readonly<Record<ReferenceKind, string>> = {
  order_number: String.raw`(?:purchase )?orders?|bestell(?:ung|nummer|nr\.?)|auftrag(?:snummer|s-?nr\.?)?|pedido|commande`,
  ticket_number: String.raw`(?:support |help ?desk )?tickets?|ticketnummer|case|incidencia`,
  reference_number: String.raw`ref(?:erence|erencia|erenz|\.)?|r[eé]f(?:[eé]rence|\.)?|referenznummer|vorgangsnummer|(?:confirmation|booking|reservation|tracking|invoice|claim)|buchungs(?:nummer|code)|sendungsnummer|rechnungsnummer|confirmaci[oó]n|reserva|r[eé]servation|seguimiento|suivi|factura|facture`,
};

/** Says outright that a number follows. */
const MARKER = String.raw`(?:numbers?|no\.?|nos\.|nr\.?|num\.?|nummer|n[uú]mero|num[eé]ro|n[º°]|ids?|code|c[oó]digo|ref(?:erence)?\.?)`;
/** A verb stands apart from the number, or it is the number's beginning: "ERA000". */
const COPULA = String.raw`(?:(?:is|was|ist|war|lautet|es|era|est)(?=[\s#])|[:=])`;
/** Romance languages put the marker first: "número de pedido", "numéro de commande". */
const MARKER_FIRST = String.raw`(?:n[uú]mero|num[eé]ro|c[oó]digo|code|n[º°])\s+(?:de\s+(?:la\s+)?|d['’])`;
const TOKEN = String.raw`(?<token>[A-Za-z0-9](?:[A-Za-z0-9]|[-_/](?=[A-Za-z0-9])){1,31})`;
/** "order 12000 units", "order 20000 dollars": the number counts something. */
const NOT_COUNTING = String.raw`(?![-_/]?[\p{L}\p{N}])(?![.,]\d)(?!\s*(?:%|€|\$|£|units?|pieces?|pcs|items?|times|days?|weeks?|months?|years?|hours?|minutes?|dollars?|euros?|pounds?|usd|eur|gbp)(?!\p{L}))`;

/** A number's least length: after a marker three characters are meant, without one only something that can hardly be a count. */
const MIN_MARKED = 3;
const MIN_BARE_DIGITS = 5;

const PATTERNS = (Object.entries(NOUNS) as [ReferenceKind, string][]).map(([kind, noun]) => ({
  kind,
  forward: new RegExp(
    String.raw`(?<lead>(?<!\p{L})(?:to|will|would|i|we|you|please|and|can|can't|cannot)\s+)?(?<![\p{L}\p{N}])(?<marked>${MARKER_FIRST})?(?<noun>${noun})(?:[\s-]*(?<marker>${MARKER})(?!\p{L}))?(?:\s*(?<copula>${COPULA}))?[\s(]*(?<hash>#\s?)?${TOKEN}${NOT_COUNTING}`,
    'giu',
  ),
  backward: new RegExp(
    String.raw`(?<![\p{L}\p{N}_-])#?${TOKEN}\s+(?:is|was|ist|es|est)\s+(?:my|our|the|meine?|unsere?|die|mi|el|la|ma|mon|le)\s+(?:${MARKER_FIRST})?(?:${noun})(?!\p{L})`,
    'giu',
  ),
}));

/** Every order, ticket or reference number in `text` that a cue word announces, in upper case. */
export function referenceNumbers(text: string): ReferenceMention[] {
  const found: ReferenceMention[] = [];
  const taken = new TakenStretches(text);
  const add = (mention: ReferenceMention): void => {
    if (taken.take(mention.start, mention.end)) found.push(mention);
  };
  for (const { kind, forward, backward } of PATTERNS) {
    for (const match of text.matchAll(forward)) {
      const { lead, marked, noun, marker, copula, hash, token = '' } = match.groups ?? {};
      const announced = Boolean(marked ?? marker ?? hash) || /(?:nummer|nr\.?|code|^r[eé]f\.?)$/i.test(noun ?? '');
      const verb = lead !== undefined && !announced;
      if (verb || !isReference(token, announced, copula !== undefined)) continue;
      const end = match.index + match[0].length;
      add({ kind, value: token.toUpperCase(), start: end - token.length, end });
    }
    for (const match of text.matchAll(backward)) {
      const { token = '' } = match.groups ?? {};
      if (!isReference(token, true, true)) continue;
      const start = match.index + match[0].indexOf(token);
      add({ kind, value: token.toUpperCase(), start, end: start + token.length });
    }
  }
  return found;
}

function isReference(token: string, announced: boolean, copula: boolean): boolean {
  if (isDate(token)) return false;
  const digits = token.replace(/\D/g, '').length;
  // Airlines and hotels give codes of capitals only: "confirmation code is QWERTY".
  if (digits === 0) return announced && copula && /^[A-Z]{5,8}$/.test(token);
  if (/^\d+(?:st|nd|rd|th|x|kg|cm|mm|gb|am|pm)$/i.test(token)) return false;
  if (announced) return token.length >= MIN_MARKED;
  return digits >= MIN_BARE_DIGITS || (digits >= 3 && /[A-Za-z]/.test(token));
}

function isDate(token: string): boolean {
  return /^(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[-/]\d{1,2}[-/]\d{2,4})$/.test(token);
}
