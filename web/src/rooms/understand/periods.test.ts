import { describe, expect, it } from 'vitest';
import { Format } from '@/format/format';
import { offeredPeriods, periodFor, periodLabel, shortPeriodLabel, stepPeriod, withGaps } from './periods';

const en = new Format({ language: 'en', timeZone: 'America/Los_Angeles', currency: 'USD' });
const words = { week: (day: string) => `week of ${day}`, quarter: (quarter: string, year: string) => `Q${quarter} ${year}`, fiscalQuarter: (quarter: string, year: string) => `FQ${quarter} ${year}`, fiscalYear: (year: string) => `FY ${year}` };

describe('periods', () => {
  it.each([
    ['2026-02-28', 'day', '2026-03-01'],
    ['2026-12-28', 'week', '2027-01-04'],
    ['2026-12-01', 'month', '2027-01-01'],
    ['2026-10-01', 'quarter', '2027-01-01'],
    ['2024-01-01', 'year', '2025-01-01'],
    ['2025-11-01', 'fiscal_quarter', '2026-02-01'],
    ['2025-05-01', 'fiscal_year', '2026-05-01'],
  ] as const)('after %s by %s comes %s, and back', (from, period, next) => {
    expect(stepPeriod(from, period)).toBe(next);
    expect(stepPeriod(next, period, -1)).toBe(from);
  });

  it('goes on in step where a filter cuts the first period short', () => {
    const slots = withGaps([{ at: '2026-02-10' }, { at: '2026-07-01' }], (c) => c.at, 'quarter');
    expect(slots.map((s) => [s.from, s.cell !== undefined])).toEqual([['2026-02-10', true], ['2026-04-01', false], ['2026-07-01', true]]);
    expect(withGaps([{ at: '2026-01-07' }, { at: '2026-01-12' }], (c) => c.at, 'week').map((s) => s.from)).toEqual(['2026-01-07', '2026-01-12']);
  });

  it('names fiscal periods by the years they touch', () => {
    const may = new Format({ language: 'en', timeZone: 'UTC', currency: 'USD', fiscalStart: 5 });
    expect(periodLabel(may, words, '2026-05-01', 'fiscal_year')).toBe('FY 2026/27');
    expect(periodLabel(may, words, '2026-02-01', 'fiscal_quarter')).toBe('FQ4 2025/26');
    expect(shortPeriodLabel(may, words, '2026-08-01', 'fiscal_quarter')).toBe('FQ2 2026/27');
    expect(periodLabel(en, words, '2026-10-01', 'fiscal_quarter')).toBe('FQ4 2026');
  });

  it('offers fiscal periods where they are not the calendar’s', () => {
    expect(offeredPeriods(1)).not.toContain('fiscal_year');
    expect(offeredPeriods(5)).toContain('fiscal_year');
  });

  it('keeps gaps as gaps', () => {
    const slots = withGaps([{ at: '2026-01-01' }, { at: '2026-04-01' }], (c) => c.at, 'month');
    expect(slots.map((s) => [s.from, s.cell !== undefined])).toEqual([
      ['2026-01-01', true], ['2026-02-01', false], ['2026-03-01', false], ['2026-04-01', true],
    ]);
  });

  it('of nothing is nothing', () => expect(withGaps([], () => '', 'month')).toEqual([]));

  it.each([
    ['2026-01-01', '2026-01-30', 3000, 'day'],
    ['2026-01-01', '2026-04-30', 3000, 'week'],
    ['2025-01-01', '2026-12-31', 3000, 'month'],
    ['2012-01-01', '2026-12-31', 30000, 'quarter'],
    ['2026-01-01', '2026-12-31', 500, 'quarter'],
    ['2017-05-05', '2017-06-05', 1400, 'week'],
    ['2017-05-05', '2017-06-05', 300, 'week'],
    ['2026-01-01', '2026-06-28', 57, 'quarter'],
    ['2026-01-01', '2026-01-20', 4, 'month'],
    ['2020-01-01', '2026-12-31', 12, 'year'],
  ] as const)('%s to %s with %d answers is drawn by %s', (from, to, n, period) => expect(periodFor(from, to, n)).toBe(period));

  it('names a month without shifting it into another zone', () => {
    expect(periodLabel(en, words, '2026-10-01', 'month')).toBe('October 2026');
    expect(periodLabel(en, words, '2026-10-01', 'quarter')).toBe('Q4 2026');
  });
});
