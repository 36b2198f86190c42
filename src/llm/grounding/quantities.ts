/** A number with what it counts. `unit` is null when that can't be told; numbers of different known units never match. */
export interface Quantity {
  readonly value: number;
  readonly unit: string | null;
  /** As written, for a person to find. */
  readonly text: string;
}

const WORDS: Readonly<Record<string, number>> = {
  one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12,
  fourteen: 14, fifteen: 15, twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60, ninety: 90, hundred: 100, once: 1, twice: 2,
  dos: 2, tres: 3, cuatro: 4, cinco: 5, siete: 7, ocho: 8, diez: 10, catorce: 14, quince: 15, veinte: 20, treinta: 30,
  zwei: 2, drei: 3, vier: 4, fünf: 5, sechs: 6, sieben: 7, acht: 8, zehn: 10, zwölf: 12, vierzehn: 14, zwanzig: 20, dreißig: 30,
  deux: 2, trois: 3, quatre: 4, cinq: 5, sept: 7, huit: 8, dix: 10, quatorze: 14, quinze: 15, vingt: 20, trente: 30,
}; // prettier-ignore

/** Units by the words that name them, and what one of them is in the unit they are compared in. */
const UNITS: readonly (readonly [RegExp, string, number])[] = [
  [/^(?:business days?|werktagen?|días (?:hábiles|laborables)|jours ouvr(?:és|ables))/u, 'business day', 1],
  [/^(?:seconds?|secs?|segundos?|sekunden?|secondes?)(?!\p{L})/u, 'hour', 1 / 3600],
  [/^(?:minutes?|mins?|minutos?|minuten?)(?!\p{L})/u, 'hour', 1 / 60],
  [/^(?:hours?|hrs?|horas?|stunden?|heures?)(?!\p{L})/u, 'hour', 1],
  [/^(?:calendar )?(?:days?|días?|tagen?|jours?)(?!\p{L})/u, 'hour', 24],
  [/^(?:weeks?|semanas?|wochen?|semaines?)(?!\p{L})/u, 'hour', 168],
  [/^(?:months?|mes(?:es)?|monaten?|mois)(?!\p{L})/u, 'month', 1],
  [/^(?:years?|años?|jahren?|ans?|années?)(?!\p{L})/u, 'month', 12],
  [/^(?:times?|veces|mal|fois)(?!\p{L})/u, 'time', 1],
  [/^(?:%|percent|per cent|por ciento|prozent|pour cent)/u, 'percent', 1],
  [/^(?:\$|usd|dollars?|d[oó]lares)/u, 'usd', 1],
  [/^(?:€|eur|euros?)/u, 'eur', 1],
  [/^(?:£|gbp|pounds?)/u, 'gbp', 1],
  [/^(?:kb|kilobytes?)(?!\p{L})/u, 'mb', 1 / 1024],
  [/^(?:mb|megabytes?)(?!\p{L})/u, 'mb', 1],
  [/^(?:gb|gigabytes?)(?!\p{L})/u, 'mb', 1024],
  [/^(?:tb|terabytes?)(?!\p{L})/u, 'mb', 1024 * 1024],
  [/^(?:grams?|g)(?!\p{L})/u, 'kg', 1 / 1000],
  [/^(?:kg|kilos?|kilograms?)(?!\p{L})/u, 'kg', 1],
  [/^(?:个?工作日|営業日)/u, 'business day', 1],
  [/^(?:天|日間?)/u, 'hour', 24],
  [/^(?:个?小时|個?小時|時間)/u, 'hour', 1],
  [/^(?:分钟|分鐘|分)/u, 'hour', 1 / 60],
  [/^(?:周|週間?|个?星期)/u, 'hour', 168],
  [/^(?:个月|個月|か月|ヶ月)/u, 'month', 1],
  [/^年/u, 'month', 12],
  [/^(?:дн(?:я|ей)|день|dias?|giorni?|dagen|dag|dni)(?!\p{L})/u, 'hour', 24],
  [/^(?:час(?:а|ов)?|ore|ora|uur|godzin\p{L}*)(?!\p{L})/u, 'hour', 1],
  [/^(?:недел[яиь]|settiman[ae]|weken)(?!\p{L})/u, 'hour', 168],
  [/^(?:месяц(?:а|ев)?|m[eê]s(?:es)?|mesi?|maanden)(?!\p{L})/u, 'month', 1],
  [/^(?:год(?:а)?|лет|anos?|anni?|jaar)(?!\p{L})/u, 'month', 12],
  [/^(?:km|kilomet(?:er|re)s?)(?!\p{L})/u, 'm', 1000],
  [/^(?:m|met(?:er|re)s?)(?!\p{L})/u, 'm', 1],
  [/^(?:cm|centimet(?:er|re)s?)(?!\p{L})/u, 'm', 1 / 100],
  [
    /^(?:january|february|march|april|may|june|july|august|september|october|november|december)(?!\p{L})/u,
    'day of month',
    1,
  ],
];

const NUMBER = String.raw`\d{1,3}(?:[,.  ]\d{3})+(?![\d])|\d+(?:[.,]\d+)?`;
const WORD = Object.keys(WORDS).join('|');
/** A clock time, or a number in digits or words with the currency before it. Codes such as A12 and addresses are not numbers. */
const QUANTITY = new RegExp(
  String.raw`(?<![\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}_#.])(?:(?<clock>\d{1,2}):(?<minute>[0-5]\d)(?: ?(?<half>[ap])\.?m\b\.?)?|(?<hour>\d{1,2}) ?(?<noon>[ap])\.?m\b\.?|(?<currency>[$€£]) ?)?(?<number>(?<!:)(?:${NUMBER})|(?:${WORD})(?!\p{L}))?(?:st|nd|rd|th)?`,
  'gu',
);
const MONTH_BEFORE = /(?:january|february|march|april|may|june|july|august|september|october|november|december) $/u;
const RANGE = /^\s?(?:-|–|to|and|or|bis|a|à|y|und|ou|oder)\s?(?:\d+(?:[.,]\d+)?|\p{L}+)\s?/u;

/** Whether a word only counts or measures, and so is compared with the quantity it belongs to. */
export function isMeasure(word: string): boolean {
  return word in WORDS || /^[ap]m$/.test(word) || UNITS.some(([pattern]) => pattern.exec(word)?.[0] === word);
}

/** The quantities of `text`, which is in small letters, in order. Number words count only in front of what they count. */
export function quantitiesOf(text: string): Quantity[] {
  const found: Quantity[] = [];
  for (const match of text.matchAll(QUANTITY)) {
    if (match[0] === '') continue;
    const quantity = timeOfDay(match) ?? counted(match, text);
    if (quantity) found.push(quantity);
  }
  return found;
}

/** Whether two quantities say the same; one without a unit goes by its number. */
export function sameQuantity(one: Quantity, other: Quantity): boolean {
  if (one.unit === null || other.unit === null) return Math.abs(one.value - other.value) < 1e-6;
  return one.unit === other.unit && Math.abs(one.value - other.value) < 1e-6;
}

function timeOfDay({ 0: text, groups = {} }: RegExpExecArray): Quantity | null {
  const hour = groups.clock ?? groups.hour;
  if (hour === undefined) return null;
  const half = groups.half ?? groups.noon;
  const shift = half === 'p' && Number(hour) < 12 ? 12 : half === 'a' && hour === '12' ? -12 : 0;
  return { value: (Number(hour) + shift) * 60 + Number(groups.minute ?? 0), unit: 'time of day', text };
}

function counted(match: RegExpExecArray, text: string): Quantity | null {
  const { number, currency } = match.groups ?? {};
  if (number === undefined) return null;
  const rest = text.slice(match.index + match[0].length);
  if (number === 'once' || number === 'twice') return adverb(number, text.slice(match.index + match[0].length));
  const unit = currency === undefined ? (unitAt(rest) ?? monthBefore(text, match.index)) : unitAt(currency);
  const digits = /\d/.test(number);
  if (!digits && !unit && !/^ \p{L}{3}/u.test(rest)) return null;
  if (!digits && WORDS[number] === 1 && !unit) return null;
  const value = digits ? parse(number) : (WORDS[number] ?? 0);
  return { value: value * (unit?.factor ?? 1), unit: unit?.name ?? null, text: match[0].trim() };
}

/** "Works once" and "once a year", but not "once it arrives". */
function adverb(number: string, rest: string): Quantity | null {
  const counts =
    number === 'twice' ||
    /^\s*(?:[.,;:)]|$|(?:a|per|each|every) (?:day|week|month|year)|and |or |for |only)/u.test(rest);
  return counts ? { value: WORDS[number] ?? 0, unit: 'time', text: number } : null;
}

/** The unit right after a number, or after the range that the number begins. */
function unitAt(rest: string): { readonly name: string; readonly factor: number } | null {
  for (const after of [rest.replace(/^[\s-]{1,2}/, ''), rest.replace(RANGE, '')]) {
    const unit = UNITS.find(([pattern]) => pattern.test(after));
    if (unit) return { name: unit[1], factor: unit[2] };
  }
  return null;
}

function monthBefore(text: string, at: number): { readonly name: string; readonly factor: number } | null {
  return MONTH_BEFORE.test(text.slice(Math.max(0, at - 12), at)) ? { name: 'day of month', factor: 1 } : null;
}

/** "1,000" and "1.000" are a thousand, "4,99" and "4.99" are not quite five. */
function parse(number: string): number {
  if (/^\d{1,3}(?:[,.  ]\d{3})+$/.test(number)) return Number(number.replace(/[^\d]/g, ''));
  return Number(number.replace(',', '.'));
}
