import { expect, it } from 'vitest';
import { placeOf, rangeOf } from './way';

it('draws all stops and no more than the measure can be', () => {
  const range = rangeOf({ start: 20, now: 26, low: 22, high: 30, planned: 28, target: 40 }, -100, 100);
  expect(range.min).toBeCloseTo(18);
  expect(range.max).toBeCloseTo(42);
  expect(rangeOf({ start: null, now: 0.97, low: 0.9, high: 1, planned: null, target: 1 }, 0, 1).max).toBe(1);
  expect(placeOf(30, range)).toBeCloseTo(50);
  expect(placeOf(1000, range)).toBe(100);
});

it('has room where everything stands on one spot', () => {
  const range = rangeOf({ start: null, now: null, low: null, high: null, planned: null, target: 40 }, -100, 100);
  expect(range.max).toBeGreaterThan(range.min);
});
