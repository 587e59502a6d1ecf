import type { Format } from '@/format/format';

/** Lengths a series can be cut into; the fiscal ones count from where the organisation's fiscal year begins. */
export const periods = ['day', 'week', 'month', 'quarter', 'year', 'fiscal_quarter', 'fiscal_year'] as const;
export type Period = (typeof periods)[number];

const calendar = periods.filter((p) => !p.startsWith('fiscal'));

/** The lengths worth offering: where the fiscal year is the calendar's, its periods are the calendar's too. */
export const offeredPeriods = (fiscalStart: number): readonly Period[] => (fiscalStart === 1 ? calendar : periods);

const day = 86_400_000;
const utc = (iso: string) => new Date(`${iso.slice(0, 10)}T00:00:00Z`);
const iso = (date: Date) => date.toISOString().slice(0, 10);

const months: Record<Exclude<Period, 'day' | 'week'>, number> = { month: 1, quarter: 3, year: 12, fiscal_quarter: 3, fiscal_year: 12 };

/** The first day of the period `steps` after the one that starts on `from` (days without a zone). */
export function stepPeriod(from: string, period: Period, steps = 1): string {
  const date = utc(from);
  if (period === 'day' || period === 'week') return iso(new Date(date.getTime() + steps * day * (period === 'day' ? 1 : 7)));
  return iso(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + steps * months[period], 1)));
}

/**
 * Every period from the first to the last one, those without answers as
 * undefined, so that a gap is drawn as a gap. At most `limit` are made. A
 * filter may cut the first period short, so the steps are taken from the second.
 */
export function withGaps<T>(cells: readonly T[], fromOf: (cell: T) => string, period: Period, limit = 1500): { from: string; cell?: T }[] {
  const known = new Map(cells.map((cell) => [fromOf(cell), cell]));
  const starts = [...known.keys()].sort();
  const [first, second, last] = [starts[0], starts[1], starts.at(-1)];
  if (first === undefined || last === undefined) return [];
  const slot = (from: string) => ({ from, cell: known.get(from) });
  const slots = [slot(first)];
  if (second === undefined) return slots;
  const between: string[] = [];
  for (let at = stepPeriod(second, period, -1); stepPeriod(at, period) > first && at > first && between.length < limit; at = stepPeriod(at, period, -1)) between.unshift(at);
  slots.push(...between.map(slot));
  for (let at = second; at <= last && slots.length < limit; at = stepPeriod(at, period)) slots.push(slot(at));
  return slots;
}

const lengths: Record<Period, number> = { day: 1, week: 7, month: 30.4, quarter: 91.3, year: 365.25, fiscal_quarter: 91.3, fiscal_year: 365.25 };
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
    const found = calendar.find((p) => {
      const slots = days / lengths[p];
      return slots >= 1.5 && slots <= mostSlots && answers / slots >= least;
    });
    if (found) return found;
  }
  return calendar.find((p) => days <= lengths[p] * 1.5) ?? 'year';
}

/** How the catalogue names periods that the browser has no words for. */
export interface SpanWords {
  week: (day: string) => string;
  quarter: (quarter: string, year: string) => string;
  fiscalQuarter: (quarter: string, year: string) => string;
  fiscalYear: (year: string) => string;
}

const quarterOf = (words: SpanWords, date: Date) => words.quarter(String(Math.floor(date.getUTCMonth() / 3) + 1), String(date.getUTCFullYear()));

// A fiscal year is named by the years it touches, so that nobody has to know
// whether the house counts by its first or its last.
function fiscalOf(format: Format, date: Date): { quarter: string; year: string } {
  const begin = (format.place.fiscalStart ?? 1) - 1;
  const since = (date.getUTCMonth() - begin + 12) % 12;
  const year = date.getUTCFullYear() - (date.getUTCMonth() < begin ? 1 : 0);
  return { quarter: String(Math.floor(since / 3) + 1), year: begin === 0 ? String(year) : `${year}/${String((year + 1) % 100).padStart(2, '0')}` };
}

function fiscalLabel(format: Format, words: SpanWords, date: Date, period: 'fiscal_quarter' | 'fiscal_year'): string {
  const { quarter, year } = fiscalOf(format, date);
  return period === 'fiscal_year' ? words.fiscalYear(year) : words.fiscalQuarter(quarter, year);
}

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
    case 'fiscal_quarter':
    case 'fiscal_year':
      return fiscalLabel(format, words, date, period);
  }
}

/** The same for an axis, where there is little room. */
export function shortPeriodLabel(format: Format, words: SpanWords, from: string, period: Period): string {
  const date = utc(from);
  const write = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(format.locale, { ...options, timeZone: 'UTC' }).format(date);
  if (period === 'year') return String(date.getUTCFullYear());
  if (period === 'quarter') return quarterOf(words, date);
  if (period === 'fiscal_quarter' || period === 'fiscal_year') return fiscalLabel(format, words, date, period);
  return period === 'month' ? write({ month: 'short', year: '2-digit' }) : write({ day: 'numeric', month: 'short' });
}
