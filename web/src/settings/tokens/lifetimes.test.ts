import { expect, it } from 'vitest';
import { expiry } from './lifetimes';

it('counts days from now; 0 is without end', () => {
  const now = new Date('2026-11-20T12:00:00Z');
  expect(expiry('30', now)).toBe('2026-12-20T12:00:00.000Z');
  expect(expiry('0', now)).toBeUndefined();
});
