import { describe, expect, it } from 'vitest';
import { daysUntil } from './due';

describe('daysUntil', () => {
  it('counts days of the calendar, not hours', () => {
    const now = new Date('2026-11-22T22:30:00Z');
    expect(daysUntil('2026-11-22T23:30:00Z', now, 'UTC')).toBe(0);
    expect(daysUntil('2026-11-22T23:30:00Z', now, 'Europe/Paris')).toBe(1);
    expect(daysUntil('2026-12-22T12:00:00Z', now, 'UTC')).toBe(30);
    expect(daysUntil('2026-11-20T12:00:00Z', now, 'UTC')).toBe(-2);
  });

  it('is not off by one where clocks change', () => {
    expect(daysUntil('2026-10-26T12:00:00Z', new Date('2026-10-24T12:00:00Z'), 'Europe/Paris')).toBe(2);
  });
});
