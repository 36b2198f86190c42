import { type BusinessHours } from '../../../config/escalation-config.js';

/** Days looked ahead for the next opening: past a week of holidays nobody is told a day. */
const LOOK_AHEAD_DAYS = 14;
const DAY_MS = 86_400_000;

/** Whether somebody is there; if not, when they are next. */
export type Opening = { readonly state: 'open' } | { readonly state: 'closed'; readonly opens: NextOpening | null };

/** The next time somebody is there, by the wall clock of the business. */
export interface NextOpening {
  /** Days from today: 0 is today. */
  readonly inDays: number;
  /** 1 = Monday .. 7 = Sunday. */
  readonly weekday: number;
  /** Minutes after midnight. */
  readonly minute: number;
}

/** A day by the calendar of the business. */
interface WallDay {
  /** `2026-12-24`. */
  readonly day: string;
  readonly weekday: number;
}

/**
 * Whether somebody is there at an instant. All is reckoned by the wall clock of the time zone, so a day that is an hour longer or
 * shorter changes nothing of the hours that are told.
 */
export function openingAt(hours: BusinessHours, at: Date): Opening {
  const { day, minute } = wallClock(hours.timezone, at);
  const today = spansOn(hours, { day, weekday: weekdayOf(day) });
  if (today.some(({ from, until }) => from <= minute && minute < until)) return { state: 'open' };
  for (let inDays = 0; inDays <= LOOK_AHEAD_DAYS; inDays += 1) {
    const later = dayAfter(day, inDays);
    const weekday = weekdayOf(later);
    const next = spansOn(hours, { day: later, weekday }).find(({ from }) => inDays > 0 || from > minute);
    if (next) return { state: 'closed', opens: { inDays, weekday, minute: next.from } };
  }
  return { state: 'closed', opens: null };
}

function spansOn({ week, holidays }: BusinessHours, { day, weekday }: WallDay): BusinessHours['week'] {
  const isHoliday = holidays.includes(day) || holidays.includes(day.slice(5));
  return isHoliday ? [] : week.filter((span) => span.weekday === weekday);
}

function wallClock(timeZone: string, at: Date): { day: string; minute: number } {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const day = `${part('year')}-${part('month')}-${part('day')}`;
  return { day, minute: Number(part('hour')) * 60 + Number(part('minute')) };
}

/** Days of the calendar are counted in UTC, where each has 24 hours. */
function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}
