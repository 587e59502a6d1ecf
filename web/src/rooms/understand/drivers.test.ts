import { describe, expect, it } from 'vitest';
import { planeOf, type Driver } from './drivers';

const driver = (mean: number | null, share: number | null, noise = false) =>
  ({ mean, noise, measure: { scale: { min: 1, max: 5 } }, share: { value: share, low: share === null ? null : share - 0.1, high: null } }) as unknown as Driver;

describe('planeOf', () => {
  it('places drivers by their scale and marks what matters and falls short', () => {
    const { points, even, middle } = planeOf([driver(2, 0.6), driver(4, 0.3), driver(3, 0.1)]);
    expect(points.map((p) => [p.rank, p.rated, p.short])).toEqual([[1, 0.25, true], [2, 0.75, false], [3, 0.5, false]]);
    expect(even).toBeCloseTo(1 / 3);
    expect(middle).toBe(0.5);
    expect(points[0]).toMatchObject({ low: 0.5, high: 0.6 });
  });

  it('leaves out what is not in the model and never marks noise', () => {
    expect(planeOf([driver(null, 0.5), driver(3, null)])).toEqual({ points: [], even: 0, middle: 0 });
    expect(planeOf([driver(1, 0.9, true), driver(5, 0.1)]).points[0]?.short).toBe(false);
  });
});
