/**
 * What figures and lists of answers are narrowed to. The names are those of
 * the server's query, so a figure's own query string opens exactly its answers.
 */
export interface Filter {
  program?: string;
  measure?: string;
  /** A period that moves with the calendar; it stands in place of from and to. */
  last?: Last;
  /** First and last day, both included, in the organisation's zone. */
  from?: string;
  to?: string;
  /** KEY:VALUE; the same key again is an or, another key an and, KEY: means "without a value". */
  where?: string[];
  score_min?: number;
  score_max?: number;
}

/** Periods that move with the calendar: that end today, and fiscal ones that run or ended last. */
export const lasts = ['30d', '90d', '12m', 'fiscal_quarter', 'last_fiscal_quarter', 'fiscal_year', 'last_fiscal_year'] as const;
export type Last = (typeof lasts)[number];

/** One key of a filter with the values any of which will do. */
export interface Condition {
  key: string;
  values: string[];
}

const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

function list(value: unknown): string[] | undefined {
  const values = (Array.isArray(value) ? value : [value]).filter((v): v is string => typeof v === 'string' && v.includes(':'));
  return values.length > 0 ? values : undefined;
}

function number(value: unknown): number | undefined {
  const n = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof n === 'number' && Number.isFinite(n) ? n : undefined;
}

/** Leaves out what is undefined, so that addresses stay short. */
export function known<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

/** Reads a filter out of an address; what does not belong is dropped. */
export function readFilter(raw: Record<string, unknown>): Filter {
  return known({
    program: text(raw.program),
    measure: text(raw.measure),
    last: lasts.find((l) => l === raw.last),
    from: isDay(raw.from) ? raw.from : undefined,
    to: isDay(raw.to) ? raw.to : undefined,
    where: list(raw.where),
    score_min: number(raw.score_min),
    score_max: number(raw.score_max),
  });
}

/** The day it is in a zone, "2026-11-21". */
export function dayIn(zone: string, now: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
}

const iso = (date: Date) => date.toISOString().slice(0, 10);

/** The days of a moving period; `fiscalStart` is the month in which the fiscal year begins, 1 to 12. */
export function daysOf(last: Last, today: string, fiscalStart = 1): { from: string; to: string } {
  const date = new Date(`${today}T00:00:00Z`);
  if (last === '30d' || last === '90d' || last === '12m') {
    if (last === '12m') date.setUTCFullYear(date.getUTCFullYear() - 1);
    else date.setUTCDate(date.getUTCDate() - (last === '30d' ? 30 : 90));
    date.setUTCDate(date.getUTCDate() + 1);
    return { from: iso(date), to: today };
  }
  const months = last.endsWith('quarter') ? 3 : 12;
  const since = (date.getUTCMonth() + 1 - fiscalStart + 12) % months;
  const start = (shift: number) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - since + shift, 1));
  if (!last.startsWith('last')) return { from: iso(start(0)), to: today };
  return { from: iso(start(-months)), to: iso(new Date(start(0).getTime() - 86_400_000)) };
}

/** The filter with a moving period turned into days. */
export function dated<F extends Filter>(filter: F, today: string, fiscalStart = 1): F {
  return filter.last ? { ...filter, last: undefined, ...daysOf(filter.last, today, fiscalStart) } : filter;
}

/** The filter of a cell's `answers`, the query string that lists what is behind a figure. */
export function filterOfQuery(query: string): Filter {
  const params = new URLSearchParams(query);
  return readFilter({ ...Object.fromEntries(params), where: params.getAll('where') });
}

/** The key of segments; segment:ID is a key of its own with the values in and out. */
export const segmentKey = 'segment';

/** KEY:VALUE in its two parts. */
function partsOf(pair: string): [key: string, value: string] {
  const colon = pair.indexOf(':');
  const [key, value] = [pair.slice(0, colon), pair.slice(colon + 1)];
  const side = key === segmentKey ? value.indexOf(':') : -1;
  return side < 0 ? [key, value] : [`${key}:${value.slice(0, side)}`, value.slice(side + 1)];
}

/** The conditions of a filter, grouped by key. */
export function conditionsOf(filter: Filter): Condition[] {
  const found = new Map<string, string[]>();
  for (const pair of filter.where ?? []) {
    const [key, value] = partsOf(pair);
    found.set(key, [...(found.get(key) ?? []), value]);
  }
  return [...found].map(([key, values]) => ({ key, values }));
}

/** The filter with the values of one key replaced; none takes the key away. */
export function withCondition<F extends Filter>(filter: F, key: string, values: readonly string[]): F {
  const others = (filter.where ?? []).filter((pair) => partsOf(pair)[0] !== key);
  const where = [...others, ...values.map((value) => `${key}:${value}`)];
  return { ...filter, where: where.length > 0 ? where : undefined };
}

/** The part of a filter that /api/metrics takes, without program (a measure has one). */
export function metricQuery(filter: Filter) {
  return known({
    from: filter.from,
    to: filter.to,
    where: filter.where,
    score_min: filter.score_min === undefined ? undefined : String(filter.score_min),
    score_max: filter.score_max === undefined ? undefined : String(filter.score_max),
  });
}
