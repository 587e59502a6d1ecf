import { describe, expect, it } from 'vitest';
import { axisFor } from './axis';

describe('axis', () => {
  it.each([
    [[58, 64, 61], -100, 100],
    [[0.02, 0.31], 0, 1],
    [[-100, 100], -100, 100],
    [[4.02, 4.11], 1, 5],
    [[10], 0, 10],
    [[], 0, 1],
  ])('round %j holds every number and stays within %d and %d', (values, floor, ceiling) => {
    const axis = axisFor(values, floor, ceiling);
    expect(axis.min).toBeGreaterThanOrEqual(floor);
    expect(axis.max).toBeLessThanOrEqual(ceiling);
    expect(axis.max).toBeGreaterThan(axis.min);
    for (const v of values) {
      expect(v).toBeGreaterThanOrEqual(axis.min);
      expect(v).toBeLessThanOrEqual(axis.max);
    }
    expect(axis.ticks.length).toBeGreaterThanOrEqual(2);
    expect(axis.ticks.length).toBeLessThanOrEqual(7);
  });

  it('has round numbers', () => expect(axisFor([58, 64], -100, 100).ticks).toEqual([58, 60, 62, 64]));
});
