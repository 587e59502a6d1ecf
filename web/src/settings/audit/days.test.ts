import { expect, it } from 'vitest';
import { startOfDay } from './days';

it.each([
  ['2026-11-20', 'UTC', 0, '2026-11-20T00:00:00.000Z'],
  ['2026-11-20', 'Europe/Paris', 0, '2026-11-19T23:00:00.000Z'],
  ['2026-11-20', 'Europe/Paris', 1, '2026-11-20T23:00:00.000Z'],
  ['2026-07-01', 'America/New_York', 0, '2026-07-01T04:00:00.000Z'],
  ['2026-03-29', 'Europe/Paris', 1, '2026-03-29T22:00:00.000Z'],
  ['2026-12-31', 'Pacific/Auckland', 1, '2026-12-31T11:00:00.000Z'],
  ['', 'UTC', 0, undefined],
])('%s in %s, %i later', (day, zone, later, want) => expect(startOfDay(day, zone, later)).toBe(want));
