import { expect, it } from 'vitest';
import { lastDays } from './days';

const day = (d: string) => ({ day: d, started: 2, complete: 1 });

it('fills days on which nobody began', () => {
  expect(lastDays([day('2026-10-24'), day('2026-10-27')])).toEqual([day('2026-10-24'), { day: '2026-10-25', started: 0, complete: 0 }, { day: '2026-10-26', started: 0, complete: 0 }, day('2026-10-27')]);
  expect(lastDays([])).toEqual([]);
});

it('shows sixty days at most', () => {
  const shown = lastDays([day('2026-01-01'), day('2026-11-23')]);
  expect([shown.length, shown[0]?.day, shown.at(-1)?.day]).toEqual([60, '2026-09-25', '2026-11-23']);
});
