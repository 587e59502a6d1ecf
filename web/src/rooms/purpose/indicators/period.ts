import type { Format } from '@/format/format';
import type { Indicator } from '../wire';

type Grain = Indicator['period'];

/** A period by its first day, as people say it: 20 Nov 2026, November 2026, Q4 2026. */
export function periodName(format: Format, grain: Grain, first: string, quarter: (n: number, year: string) => string): string {
  const noon = `${first}T12:00:00Z`;
  if (grain === 'month') return format.month(noon);
  if (grain === 'quarter') return quarter(Math.floor((Number(first.slice(5, 7)) - 1) / 3) + 1, first.slice(0, 4));
  return format.day(first);
}

/** The first day of the period after one. */
export function nextPeriod(grain: Grain, first: string): string {
  const d = new Date(`${first}T00:00:00Z`);
  if (grain === 'day') d.setUTCDate(d.getUTCDate() + 1);
  if (grain === 'week') d.setUTCDate(d.getUTCDate() + 7);
  if (grain === 'month') d.setUTCMonth(d.getUTCMonth() + 1);
  if (grain === 'quarter') d.setUTCMonth(d.getUTCMonth() + 3);
  return d.toISOString().slice(0, 10);
}

/** As many digits as a number has, at most three. */
export const digitsOf = (v: number): number => [0, 1, 2].find((d) => Math.abs(v * 10 ** d - Math.round(v * 10 ** d)) < 1e-9) ?? 3;
