/** A stretch of a day at which somebody is there, every week. */
export interface WeeklySpan {
  /** 1 = Monday .. 7 = Sunday, as ISO 8601 counts. */
  readonly weekday: number;
  /** Minutes after midnight by the wall clock; `until` is at most 1440 and above `from`. */
  readonly from: number;
  readonly until: number;
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const PART = /^([a-z]{3})(?:\s*-\s*([a-z]{3}))?\s+(.+)$/;
const TIMES = /^(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})$/;
const MIDNIGHT = 24 * 60;

/** Reads `mon-fri 09:00-12:00,13:00-17:30; sat 10:00-14:00`; null when it is nothing of the kind. */
export function parseWeek(text: string): readonly WeeklySpan[] | null {
  const parts = text
    .toLowerCase()
    .split(';')
    .flatMap((part) => part.trim() || []);
  const spans = parts.map(parsePart);
  if (spans.length === 0 || spans.includes(null)) return null;
  return spans
    .flatMap((found) => found ?? [])
    .sort((one, other) => one.weekday - other.weekday || one.from - other.from);
}

function parsePart(part: string): WeeklySpan[] | null {
  const [, first = '', last = first, times = ''] = PART.exec(part) ?? [];
  const [from, to] = [DAYS.indexOf(first), DAYS.indexOf(last)];
  if (from < 0 || to < 0) return null;
  const days = Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, offset) => ((from + offset) % 7) + 1);
  const spans = times.split(',').map((span) => parseTimes(span.trim()));
  if (spans.includes(null)) return null;
  return days.flatMap((weekday) => spans.flatMap((span) => (span ? onDay(weekday, span) : [])));
}

function parseTimes(text: string): { from: number; until: number } | null {
  const match = TIMES.exec(text);
  if (!match) return null;
  const [fromHour = 0, fromMinute = 0, untilHour = 0, untilMinute = 0] = match.slice(1).map(Number);
  const [from, until] = [fromHour * 60 + fromMinute, untilHour * 60 + untilMinute];
  const sound = fromMinute < 60 && untilMinute < 60 && from < MIDNIGHT && until <= MIDNIGHT && from !== until;
  return sound ? { from, until } : null;
}

/** A span that ends before it begins goes on after midnight. */
function onDay(weekday: number, { from, until }: { from: number; until: number }): WeeklySpan[] {
  if (from < until) return [{ weekday, from, until }];
  const rest = until > 0 ? [{ weekday: (weekday % 7) + 1, from: 0, until }] : [];
  return [{ weekday, from, until: MIDNIGHT }, ...rest];
}

/** Whether this machine knows a time zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Whether a text is a day of one year (`2026-12-24`) or of every year (`12-25`). */
export function isDay(text: string): boolean {
  // 2024 was a leap year: 02-29 is a day of every leap year.
  const full = /^\d{2}-\d{2}$/.test(text) ? `2024-${text}` : text;
  return /^\d{4}-\d{2}-\d{2}$/.test(full) && isReal(full);
}

function isReal(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
