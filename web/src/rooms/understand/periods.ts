import type { Format } from '@/format/format';

/** Lengths a series can be cut into. */
export const periods = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Period = (typeof periods)[number];

const day = 86_400_000;
const utc = (iso: string) => new Date(`${iso.slice(0, 10)}T00:00:00Z`);
const iso = (date: Date) => date.toISOString().slice(0, 10);

/** The first day of the period after the one that starts at `from` (days without a zone). */
export function nextPeriod(from: string, period: Period): string {
  const date = utc(from);
  if (period === 'day' || period === 'week') return iso(new Date(date.getTime() + day * (period === 'day' ? 1 : 7)));
  const months = { month: 1, quarter: 3, year: 12 }[period];
  return iso(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)));
}

/** The last day of the period that starts at `from`. */
export function lastDay(from: string, period: Period): string {
  return iso(new Date(utc(nextPeriod(from, period)).getTime() - day));
}

/**
 * Every period from the first to the last one, those without answers as
 * undefined, so that a gap is drawn as a gap. At most `limit` are made.
 */
export function withGaps<T>(cells: readonly T[], fromOf: (cell: T) => string, period: Period, limit = 1500): { from: string; cell?: T }[] {
  const known = new Map(cells.map((cell) => [fromOf(cell), cell]));
  const starts = [...known.keys()].sort();
  const [first, last] = [starts[0], starts.at(-1)];
  const slots: { from: string; cell?: T }[] = [];
  for (let at = first; at !== undefined && last !== undefined && at <= last && slots.length < limit; at = nextPeriod(at, period)) {
    slots.push({ from: at, cell: known.get(at) });
  }
  return slots;
}

const lengths: Record<Period, number> = { day: 1, week: 7, month: 30.4, quarter: 91.3, year: 365.25 };
const mostSlots = 61;
// First choice, second choice and so on: answers in a period, on average.
const leastAnswers = [100, 30, 10] as const;

/**
 * The finest period that gives a series one can look at: at most 61 places,
 * more than one, and many answers in each on average; where there are few,
 * fewer will do.
 */
export function periodFor(from: string, to: string, answers: number): Period {
  const days = (utc(to).getTime() - utc(from).getTime()) / day + 1;
  for (const least of leastAnswers) {
    const found = periods.find((p) => {
      const slots = days / lengths[p];
      return slots >= 1.5 && slots <= mostSlots && answers / slots >= least;
    });
    if (found) return found;
  }
  return periods.find((p) => days <= lengths[p] * 1.5) ?? 'year';
}

/** How the catalogue names periods that the browser has no words for. */
export interface SpanWords {
  week: (day: string) => string;
  quarter: (quarter: string, year: string) => string;
}

const quarterOf = (words: SpanWords, date: Date) => words.quarter(String(Math.floor(date.getUTCMonth() / 3) + 1), String(date.getUTCFullYear()));

/** A period for people: "October 2026", "Q3 2026", "week of 5 October 2026". */
export function periodLabel(format: Format, words: SpanWords, from: string, period: Period): string {
  const date = utc(from);
  switch (period) {
    case 'day':
      return format.day(from);
    case 'week':
      return words.week(format.day(from));
    case 'month':
      return new Intl.DateTimeFormat(format.locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(date);
    case 'quarter':
      return quarterOf(words, date);
    case 'year':
      return String(date.getUTCFullYear());
  }
}

/** The same for an axis, where there is little room. */
export function shortPeriodLabel(format: Format, words: SpanWords, from: string, period: Period): string {
  const date = utc(from);
  const write = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(format.locale, { ...options, timeZone: 'UTC' }).format(date);
  if (period === 'year') return String(date.getUTCFullYear());
  if (period === 'quarter') return quarterOf(words, date);
  return period === 'month' ? write({ month: 'short', year: '2-digit' }) : write({ day: 'numeric', month: 'short' });
}
