import { expect, it } from 'vitest';
import { Format } from '@/format/format';
import { digitsOf, nextPeriod, periodName } from './period';

const format = new Format({ language: 'en', timeZone: 'Europe/Paris', currency: 'EUR' });
const quarter = (n: number, year: string) => `Q${n} ${year}`;

it('names periods', () => {
  expect(periodName(format, 'month', '2026-11-01', quarter)).toBe('November 2026');
  expect(periodName(format, 'quarter', '2026-10-01', quarter)).toBe('Q4 2026');
  expect(periodName(format, 'day', '2026-11-20', quarter)).toBe('20 November 2026');
});

it('knows which period follows', () => {
  expect(nextPeriod('month', '2026-12-01')).toBe('2027-01-01');
  expect(nextPeriod('quarter', '2026-10-01')).toBe('2027-01-01');
  expect(nextPeriod('week', '2026-12-28')).toBe('2027-01-04');
});

it('writes no digit more than there is', () => {
  expect([3, 2.5, 2.25, 1 / 3].map(digitsOf)).toEqual([0, 1, 2, 3]);
});
